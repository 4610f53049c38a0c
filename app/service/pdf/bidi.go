package pdf

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// This is the Unicode Bidirectional Algorithm (UAX #9) for one line whose base direction is left to right, without
// explicit controls: cleaned text has none. golang.org/x/text and go-text know the classes of characters, but order
// a third of random lines wrongly.

// levels returns the embedding level of each character of a line: the odd ones run from right to left. It returns nil
// for a line that runs from left to right only.
func levels(line []rune) []int {
	if !slices.ContainsFunc(line, isRightToLeft) {
		return nil
	}
	b := bidiLine{line: line}
	for i, r := range line {
		if class := classOf(r); class != bidi.BN && class != bidi.Control { // X9
			b.at, b.class = append(b.at, i), append(b.class, class)
		}
	}
	b.original = slices.Clone(b.class)
	b.resolveWeak()
	b.resolveBrackets()
	b.resolveNeutral()
	return b.levels()
}

func isRightToLeft(r rune) bool {
	class := classOf(r)
	return class == bidi.R || class == bidi.AL || class == bidi.AN
}

func classOf(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// bidiLine is a line whose classes are being resolved. at is where in the line each one belongs.
type bidiLine struct {
	line            []rune
	at              []int
	class, original []bidi.Class
}

// resolveWeak is W1 to W7.
func (b *bidiLine) resolveWeak() {
	c := b.class
	strong := bidi.L // the last one, sos at first
	for i := range c {
		switch c[i] {
		case bidi.NSM:
			c[i] = bidi.ON
			if i > 0 {
				c[i] = c[i-1]
			}
		case bidi.EN:
			if strong == bidi.AL {
				c[i] = bidi.AN
			}
		case bidi.L, bidi.R, bidi.AL:
			strong = c[i]
		}
	}
	for i := range c {
		if c[i] == bidi.AL {
			c[i] = bidi.R
		}
	}
	b.resolveSeparators()
	strong = bidi.L
	for i := range c {
		switch c[i] {
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.EN:
			if strong == bidi.L {
				c[i] = bidi.L
			}
		case bidi.ES, bidi.ET, bidi.CS:
			c[i] = bidi.ON
		}
	}
}

// resolveSeparators is W4 and W5: what stands between and beside numbers.
func (b *bidiLine) resolveSeparators() {
	c := b.class
	for i := 1; i < len(c)-1; i++ {
		before, after := c[i-1], c[i+1]
		if before == after && (c[i] == bidi.ES && before == bidi.EN ||
			c[i] == bidi.CS && (before == bidi.EN || before == bidi.AN)) {
			c[i] = before
		}
	}
	for i := 0; i < len(c); i++ {
		from := i
		for i < len(c) && c[i] == bidi.ET {
			i++
		}
		if i > from && (from > 0 && c[from-1] == bidi.EN || i < len(c) && c[i] == bidi.EN) {
			fill(c[from:i], bidi.EN)
		}
	}
}

func fill(classes []bidi.Class, class bidi.Class) {
	for i := range classes {
		classes[i] = class
	}
}

// direction returns the direction of a class for brackets and neutrals, where numbers count as right to left. ok is
// false for a neutral.
func direction(class bidi.Class) (_ bidi.Class, ok bool) {
	switch class {
	case bidi.L:
		return bidi.L, true
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R, true
	}
	return bidi.ON, false
}

// resolveBrackets is N0: a pair of brackets takes one direction.
func (b *bidiLine) resolveBrackets() {
	for _, pair := range b.brackets() {
		hasLeft, hasRight := false, false
		for _, class := range b.class[pair[0]+1 : pair[1]] {
			found, _ := direction(class)
			hasLeft, hasRight = hasLeft || found == bidi.L, hasRight || found == bidi.R
		}
		switch {
		case hasLeft || hasRight && b.before(pair[0]) == bidi.L:
			b.setBracket(pair[0], bidi.L)
			b.setBracket(pair[1], bidi.L)
		case hasRight:
			b.setBracket(pair[0], bidi.R)
			b.setBracket(pair[1], bidi.R)
		}
	}
}

// before returns the direction of the text before i.
func (b *bidiLine) before(i int) bidi.Class {
	for i--; i >= 0; i-- {
		if found, ok := direction(b.class[i]); ok {
			return found
		}
	}
	return bidi.L
}

// setBracket gives a bracket a direction, and the marks on it.
func (b *bidiLine) setBracket(i int, class bidi.Class) {
	b.class[i] = class
	for i++; i < len(b.class) && b.original[i] == bidi.NSM; i++ {
		b.class[i] = class
	}
}

// brackets returns the pairs of brackets by where they open (BD16).
func (b *bidiLine) brackets() [][2]int {
	type open struct {
		closing rune
		at      int
	}
	const most = 63
	var stack []open
	var pairs [][2]int
	for i, at := range b.at {
		r := canonicalBracket(b.line[at])
		properties, _ := bidi.LookupRune(r)
		if b.class[i] != bidi.ON || !properties.IsBracket() {
			continue
		}
		if properties.IsOpeningBracket() {
			if len(stack) == most {
				break
			}
			stack = append(stack, open{[]rune(bidi.ReverseString(string(r)))[0], i})
			continue
		}
		for n := len(stack) - 1; n >= 0; n-- {
			if stack[n].closing == r {
				pairs = append(pairs, [2]int{stack[n].at, i})
				stack = stack[:n]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return a[0] - b[0] })
	return pairs
}

// canonicalBracket maps the two brackets that have an equivalent to it.
func canonicalBracket(r rune) rune {
	switch r {
	case 0x2329:
		return 0x3008
	case 0x232A:
		return 0x3009
	}
	return r
}

// resolveNeutral is N1 and N2: a neutral between two directions that are the same takes it, else that of the line.
func (b *bidiLine) resolveNeutral() {
	for i := 0; i < len(b.class); i++ {
		from := i
		for i < len(b.class) && isNeutral(b.class[i]) {
			i++
		}
		if i == from {
			continue
		}
		class := bidi.L
		if b.before(from) == bidi.R && i < len(b.class) {
			class, _ = direction(b.class[i])
		}
		fill(b.class[from:i], class)
	}
}

func isNeutral(class bidi.Class) bool {
	_, ok := direction(class)
	return !ok
}

// levels is I1 and L1. Characters that have no class take the level of the one before.
func (b *bidiLine) levels() []int {
	list := make([]int, len(b.line))
	isTrailing := true
	for i := len(b.class) - 1; i >= 0; i-- {
		level := 0
		switch b.class[i] {
		case bidi.R:
			level = 1
		case bidi.EN, bidi.AN:
			level = 2
		}
		switch b.original[i] {
		case bidi.S, bidi.B:
			isTrailing = true
		case bidi.WS:
		default:
			isTrailing = false
		}
		if isTrailing {
			level = 0
		}
		list[b.at[i]] = level
	}
	for i, r := range b.line {
		if class := classOf(r); i > 0 && (class == bidi.BN || class == bidi.Control) {
			list[i] = list[i-1]
		}
	}
	return list
}

// reorder puts a line in the order of its drawing (L2). levelOf returns the level of an element.
func reorder[T any](line []T, levelOf func(T) int) {
	highest := 0
	for _, element := range line {
		highest = max(highest, levelOf(element))
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(line); i++ {
			from := i
			for i < len(line) && levelOf(line[i]) >= level {
				i++
			}
			slices.Reverse(line[from:i])
		}
	}
}

// reversed returns the text of a cluster that runs from right to left as readers expect it in a document: they put text
// in logical order by themselves.
func reversed(text string) string {
	runes := []rune(text)
	slices.Reverse(runes)
	return string(runes)
}
