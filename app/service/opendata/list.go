package opendata

import (
	"bytes"
	"encoding/xml"
)

// List is a list of events, each as DS-43C has it. The schema has no list: this one is ours, and .ci/others/events.xsd
// is its schema.
type List struct {
	XMLName xml.Name    `xml:"urn:meguri:events:1 Events"`
	Events  []*GIFEvent `xml:"http://xxx/xxx/gif/xxx Event"`
}

// XML writes the list.
func (l *List) XML() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	err := encoder.Encode(l)
	out.WriteByte('\n')
	return out.Bytes(), err
}
