package pdf

import (
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// The characters that must not begin a line and those that must not end one, in Japanese (JLREQ, 3.1.7 and 3.1.8). UAX
// #14 includes these rules; the lists are for words that are longer than a line and are broken anywhere.
const (
	noStart = "、。，．・：；？！‼⁇⁈⁉ー〜～゠–」』）〕］｝〉》】〙〗’”»…‥,.:;?!)]}%‰々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ｡､｣･ｰｧｨｩｪｫｬｭｮｯ"
	noEnd   = "「『（〔［｛〈《【〘〖‘“«([{｢"
)

// mustBreak are the characters that end a line (UAX #14, BK, CR, LF and NL).
const mustBreak = "\n\r\v\f\u0085\u2028\u2029"

// lines breaks text into lines that are no wider than width. It breaks where UAX #14 allows it, which keeps 。 and ） off
// the start of a line and （ off its end. It breaks inside a word only if the word is wider than a line.
func (d *document) lines(size, width float64, text string) []string {
	text = clean(text)
	if !strings.ContainsAny(text, mustBreak) && d.width(size, text) <= width && text != "" {
		return []string{strings.TrimRightFunc(text, unicode.IsSpace)}
	}
	var list []string
	var current strings.Builder
	used := 0.0
	end := func() {
		list = append(list, strings.TrimRightFunc(current.String(), unicode.IsSpace))
		current.Reset()
		used = 0
	}
	state := -1
	for rest := text; rest != ""; {
		var segment string
		var must bool
		segment, rest, must, state = uniseg.FirstLineSegmentInString(rest, state)
		segment = strings.TrimRight(segment, "\r\n")
		visible := d.width(size, strings.TrimRightFunc(segment, unicode.IsSpace))
		if used > 0 && used+visible > width {
			end()
		}
		if visible > width {
			var full []string
			full, segment = d.breakWord(size, width, segment)
			list = append(list, full...)
		}
		current.WriteString(segment)
		used += d.width(size, segment)
		if must && rest != "" {
			end()
		}
	}
	if current.Len() > 0 {
		end()
	}
	return list
}

// breakWord breaks a word that is wider than a line between characters. It returns full lines and the rest.
func (d *document) breakWord(size, width float64, word string) (full []string, rest string) {
	var clusters []string
	for graphemes := uniseg.NewGraphemes(word); graphemes.Next(); {
		longer := slices.Concat(clusters, []string{graphemes.Str()})
		if len(clusters) > 0 && d.width(size, strings.Join(longer, "")) > width {
			at := breakPosition(longer)
			full = append(full, strings.Join(longer[:at], ""))
			longer = longer[at:]
		}
		clusters = longer
	}
	return full, strings.Join(clusters, "")
}

// breakPosition returns the index of the cluster that begins the next line: the last one, or one a little before it
// where the last must not begin a line or the one before it must not end one.
func breakPosition(clusters []string) int {
	last := len(clusters) - 1
	for at := last; at > max(0, last-6); at-- {
		if !strings.ContainsAny(noStart, clusters[at]) && !strings.ContainsAny(noEnd, clusters[at-1]) {
			return at
		}
	}
	return last
}

// balancedLines breaks text into as few lines as lines does. If the last line would be short, it makes the lines about
// equally long.
func (d *document) balancedLines(size, width float64, text string) []string {
	lines := d.lines(size, width, text)
	if len(lines) < 2 || len(lines) > 4 || d.width(size, lines[len(lines)-1]) > width/3 {
		return lines
	}
	low, high := width/2, width
	for range 7 {
		middle := (low + high) / 2
		if narrower := d.lines(size, middle, text); len(narrower) > len(lines) {
			low = middle
		} else {
			high, lines = middle, narrower
		}
	}
	return lines
}

// joinLines joins lines again, with a space between Latin words.
func joinLines(lines []string) string {
	var out strings.Builder
	for i, line := range lines {
		if i > 0 && line != "" && line[0] < 0x80 && !strings.HasSuffix(lines[i-1], "-") {
			out.WriteByte(' ')
		}
		out.WriteString(line)
	}
	return out.String()
}
