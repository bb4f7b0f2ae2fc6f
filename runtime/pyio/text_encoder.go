package pyio

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the encoding of text files.

// textEncoder encodes what is written to a text file.
type textEncoder interface {
	encode(s string) ([]byte, *py.Exception)
	// begin says whether the next text begins the file.
	begin(file bool) *py.Exception
}

// newTextEncoder returns an encoder of the encoding.
func newTextEncoder(encoding, errors string) (textEncoder, *py.Exception) {
	if encoding != "utf-8" && encoding != "UTF-8" {
		c, exc := py.FileCodec(encoding)
		if exc != nil {
			return nil, exc
		}
		if c.Incremental != nil {
			v, exc := c.Incremental("incrementalencoder", errors)
			return objectEncoder{v}, exc
		}
	}
	return &codecEncoder{encoding: encoding, errors: errors, behind: withoutMark(encoding)}, nil
}

// codecEncoder encodes by a codec of this runtime. One that begins with a byte order mark
// is followed by the same without, behind.
type codecEncoder struct {
	encoding, errors string
	behind           string // "" where there is no mark
	started          bool
}

func (c *codecEncoder) encode(s string) ([]byte, *py.Exception) {
	encoding := c.encoding
	if c.started && c.behind != "" {
		encoding = c.behind
	}
	b, exc := encode(s, encoding, c.errors)
	c.started = c.started || exc == nil
	return b, exc
}

func (c *codecEncoder) begin(file bool) *py.Exception {
	c.started = !file
	return nil
}

// objectEncoder is an incremental encoder that is any Python object.
type objectEncoder struct{ v py.Value }

func (c objectEncoder) encode(s string) ([]byte, *py.Exception) {
	x, exc := py.CallMethod1(c.v, py.Intern("encode"), py.StrV(s))
	if exc != nil {
		return nil, exc
	}
	b, ok := py.AsBytes(x)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "encoder should return a bytes object, not '%s'", x.Type().ShownName())
	}
	return b.B, nil
}

func (c objectEncoder) begin(file bool) *py.Exception {
	var exc *py.Exception
	if file {
		_, exc = py.CallMethod0(c.v, nameReset)
	} else {
		_, exc = py.CallMethod1(c.v, nameSetState, py.Int(0))
	}
	return exc
}
