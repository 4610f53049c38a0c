package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"math"
	"time"
)

// about is what a document says of itself.
type about struct {
	title, subject, author, lang string
	made                         time.Time
}

const producer = "Meguri"

// information is the document information dictionary (ISO 32000-1, 14.3.3).
func (a *about) information() string {
	const stamp = "D:20060102150405Z"
	made := a.made.UTC().Format(stamp)
	return fmt.Sprintf("<</Title %s /Subject %s /Author %s /Creator (%s) /Producer (%s)\n"+
		"/CreationDate (%s) /ModDate (%s)>>",
		textString(a.title), textString(a.subject), textString(a.author), producer, producer, made, made)
}

// textString encodes a text (ISO 32000-1, 7.9.2.2).
func textString(text string) string { return fmt.Sprintf("<FEFF%X>", utf16Bytes(text)) }

// metadata is the same as XMP (ISO 19005-2, 6.6), and that the document is PDF/A-2u.
func (a *about) metadata() []byte {
	return fmt.Appendf(nil, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>%s</xmp:CreatorTool>
<xmp:CreateDate>%s</xmp:CreateDate>
<xmp:ModifyDate>%s</xmp:ModifyDate>
<pdf:Producer>%s</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`,
		"\uFEFF", escapeXML(a.title), escapeXML(a.subject), escapeXML(a.author), a.lang,
		producer, a.made.UTC().Format(time.RFC3339), a.made.UTC().Format(time.RFC3339), producer)
}

func escapeXML(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes all
	return out.String()
}

// colourProfile is sRGB as an ICC profile of version 4 (ISO 15076-1): the primaries of IEC 61966-2-1 adapted to D50 and
// its transfer curve. A document for archives has to say what its colours mean.
func colourProfile() []byte {
	white := xyz(0.9642, 1, 0.8249)
	curve := append(
		[]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), fixed16(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)...,
	)
	adaptation := append([]byte("sf32\x00\x00\x00\x00"), fixed16(
		1.04788, 0.02292, -0.05022, 0.02960, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)...)
	tags := []struct {
		signatures []string
		data       []byte
	}{
		{[]string{"desc"}, profileText("sRGB")},
		{[]string{"cprt"}, profileText("No copyright")},
		{[]string{"wtpt"}, white},
		{[]string{"chad"}, adaptation},
		{[]string{"rXYZ"}, xyz(0.43607, 0.22249, 0.01392)},
		{[]string{"gXYZ"}, xyz(0.38515, 0.71687, 0.09708)},
		{[]string{"bXYZ"}, xyz(0.14307, 0.06061, 0.71410)},
		{[]string{"rTRC", "gTRC", "bTRC"}, curve},
	}
	const count = 10
	table := binary.BigEndian.AppendUint32(nil, count)
	var data []byte
	for _, tag := range tags {
		for _, signature := range tag.signatures {
			table = append(table, signature...)
			table = binary.BigEndian.AppendUint32(table, uint32(128+4+12*count+len(data))) //nolint:gosec // small
			table = binary.BigEndian.AppendUint32(table, uint32(len(tag.data)))            //nolint:gosec // small
		}
		data = append(data, tag.data...)
	}
	header := make([]byte, 128)
	binary.BigEndian.PutUint32(header, uint32(128+len(table)+len(data))) //nolint:gosec // small
	copy(header[8:], "\x04\x30\x00\x00mntrRGB XYZ \x07\xE9\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00acsp")
	copy(header[68:], white[8:])
	return append(append(header, table...), data...)
}

func xyz(x, y, z float64) []byte { return append([]byte("XYZ \x00\x00\x00\x00"), fixed16(x, y, z)...) }

// fixed16 encodes numbers with 16 bits after the point.
func fixed16(values ...float64) []byte {
	var out []byte
	for _, v := range values {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(math.Round(v*65536)))) //nolint:gosec // two's complement
	}
	return out
}

// profileText encodes a text in English, padded to a multiple of four bytes.
func profileText(text string) []byte {
	encoded := utf16Bytes(text)
	out := []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS")
	out = binary.BigEndian.AppendUint32(out, uint32(len(encoded))) //nolint:gosec // small
	out = binary.BigEndian.AppendUint32(out, 28)
	out = append(out, encoded...)
	return append(out, make([]byte, (4-len(out)%4)%4)...)
}
