package models

import (
	"encoding/json"
	"strings"
)

// parseAnswers reads the answers of a response: a JSON object of arrays of strings. encoding/json takes several times
// as long, which counts with 100,000 responses; it reads what has an escape in it.
func parseAnswers(s string) (map[string][]string, error) {
	if !strings.Contains(s, `\`) {
		p := answersParser{rest: s, values: make([]string, 0, strings.Count(s, `"`)/2)}
		if answers, ok := p.object(); ok {
			return answers, nil
		}
	}
	var answers map[string][]string
	err := json.Unmarshal([]byte(s), &answers)
	return answers, err
}

// answersParser reads the JSON that this program writes: without spaces and, here, without escapes.
type answersParser struct {
	rest   string
	values []string // of all lists, one after the other
}

func (p *answersParser) object() (map[string][]string, bool) {
	answers := make(map[string][]string, strings.Count(p.rest, ":["))
	if p.rest == "{}" {
		return answers, true
	}
	if !p.skip('{') {
		return nil, false
	}
	for {
		slug, ok := p.text()
		if !ok || !p.skip(':') {
			return nil, false
		}
		if answers[slug], ok = p.list(); !ok {
			return nil, false
		}
		if !p.skip(',') {
			return answers, p.rest == "}"
		}
	}
}

func (p *answersParser) list() ([]string, bool) {
	if !p.skip('[') {
		return nil, false
	}
	from := len(p.values)
	for {
		value, ok := p.text()
		if !ok {
			return nil, false
		}
		p.values = append(p.values, value)
		if !p.skip(',') {
			return p.values[from:len(p.values):len(p.values)], p.skip(']')
		}
	}
}

func (p *answersParser) text() (string, bool) {
	if !p.skip('"') {
		return "", false
	}
	text, rest, found := strings.Cut(p.rest, `"`)
	p.rest = rest
	return text, found
}

func (p *answersParser) skip(c byte) bool {
	if p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}
