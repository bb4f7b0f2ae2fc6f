package py

import (
	goreflect "reflect"
	"testing"
)

// TestInheritFromObject compares the short way by which types inherit the slots of object
// with the long one.
func TestInheritFromObject(t *testing.T) {
	base := ObjectType.Slots
	var short, long Slots
	inheritSlots(&short, &ObjectType.Slots)
	inheritSlots(&long, &base)
	a, b := goreflect.ValueOf(short), goreflect.ValueOf(long)
	for i := range a.NumField() {
		f, g := a.Field(i), b.Field(i)
		if f.Kind() == goreflect.Func && f.Pointer() != g.Pointer() {
			t.Errorf("%s is inherited by the long way only, or another", a.Type().Field(i).Name)
		}
		if f.Kind() == goreflect.Array {
			for j := range g.Len() {
				if !g.Index(j).IsNil() {
					t.Errorf("%s[%d] of object is not inherited", a.Type().Field(i).Name, j)
				}
			}
		}
	}
}
