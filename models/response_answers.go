package models

import (
	"encoding/json"
	"strings"
)

// parseAnswers reads the answers of a response: a JSON object of arrays of strings. encoding/json takes several times
// as long, which counts with 100,000 responses; it reads what has an escape in it.
func parseAnswers(s string) (map[string][]string, error) {
	if p := (answersParser{rest: s}); !strings.Contains(s, `\`) {
		if answers, ok := p.object(); ok {
			return answers, nil
		}
	}
	var answers map[string][]string
	err := json.Unmarshal([]byte(s), &answers)
	return answers, err
}

// answersParser reads the JSON that this program writes: without spaces and, here, without escapes.
type answersParser struct{ rest string }

func (p *answersParser) object() (map[string][]string, bool) {
	answers := map[string][]string{}
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

func (p *answersParser) list() (values []string, ok bool) {
	if !p.skip('[') {
		return nil, false
	}
	for {
		value, ok := p.text()
		if !ok {
			return nil, false
		}
		values = append(values, value)
		if !p.skip(',') {
			return values, p.skip(']')
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
