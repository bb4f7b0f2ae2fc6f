package py

import "unicode/utf8"

// This file implements the choice of a name for "Did you mean" (Python/suggestions.c).

const (
	maxSuggestNames  = 750
	maxSuggestLength = 40
	moveCost         = 2
	caseCost         = 1
)

// suggest returns which of names the misspelt name may have meant, or "".
func suggest(name string, names []string) string {
	if len(names) > maxSuggestNames {
		return ""
	}
	best := int(^uint(0) >> 1)
	choice := ""
	for _, candidate := range names {
		if candidate == name {
			continue
		}
		// No more than a third of the characters may need changing.
		limit := (utf8.RuneCountInString(name) + utf8.RuneCountInString(candidate) + 3) * moveCost / 6
		limit = min(limit, best-1)
		d := editCost(name, candidate, limit)
		if d > limit {
			continue
		}
		if choice == "" || d < best {
			best, choice = d, candidate
		}
	}
	return choice
}

func substitutionCost(a, b byte) int {
	if a&31 != b&31 {
		return moveCost
	}
	if a == b {
		return 0
	}
	if 'A' <= a && a <= 'Z' {
		a += 'a' - 'A'
	}
	if 'A' <= b && b <= 'Z' {
		b += 'a' - 'A'
	}
	if a == b {
		return caseCost
	}
	return moveCost
}

// editCost is the weighted edit distance of a and b, or limit+1 where it is over limit.
func editCost(a, b string, limit int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) == 0 {
		return (len(a) + len(b)) * moveCost
	}
	if len(a) > maxSuggestLength || len(b) > maxSuggestLength {
		return limit + 1
	}
	if len(b) < len(a) {
		a, b = b, a
	}
	if (len(b)-len(a))*moveCost > limit {
		return limit + 1
	}
	row := make([]int, len(a))
	for i := range row {
		row[i] = (i + 1) * moveCost
	}
	result := 0
	for j := 0; j < len(b); j++ {
		result = j * moveCost
		distance := result
		least := int(^uint(0) >> 1)
		for i := 0; i < len(a); i++ {
			substitute := distance + substitutionCost(b[j], a[i])
			distance = row[i]
			result = min(min(result, distance)+moveCost, substitute)
			row[i] = result
			least = min(least, result)
		}
		if least > limit {
			return limit + 1
		}
	}
	return result
}
