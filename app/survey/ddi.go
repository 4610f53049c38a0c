package survey

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"meguri/app/service/i18n"
)

// The elements of DDI-Codebook 2.5 that are written, named as the standard does and in its order: data archives and
// programs for statistics read it. See https://ddialliance.org/Specification/DDI-Codebook/2.5/.
type (
	ddiCodebook struct {
		XMLName xml.Name `xml:"ddi:codebook:2_5 codeBook"`
		Version string   `xml:"version,attr"`
		Study   ddiStudy `xml:"stdyDscr"`
		Files   []ddiFile
		Vars    []ddiVar `xml:"dataDscr>var"`
	}
	ddiStudy struct {
		Title    ddiText   `xml:"citation>titlStmt>titl"`
		Titles   []ddiText `xml:"citation>titlStmt>parTitl"`
		ID       string    `xml:"citation>titlStmt>IDNo"`
		Event    ddiText   `xml:"citation>serStmt>serName"`
		Abstract []ddiText `xml:"stdyInfo>abstract"`
		Dates    []ddiDate `xml:"stdyInfo>sumDscr>collDate"`
		Kind     ddiText   `xml:"stdyInfo>sumDscr>dataKind"`
		Notes    []ddiText `xml:"notes"`
	}
	ddiFile struct {
		XMLName xml.Name `xml:"fileDscr"`
		ID      string   `xml:"ID,attr"`
		Name    string   `xml:"fileTxt>fileName"`
		Cases   int      `xml:"fileTxt>dimensns>caseQnty"`
		Width   int      `xml:"fileTxt>dimensns>varQnty"`
		Type    ddiType  `xml:"fileTxt>fileType"`
	}
	ddiType struct {
		Charset string `xml:"charset,attr"`
		Name    string `xml:",chardata"`
	}
	ddiVar struct {
		ID        string        `xml:"ID,attr"`
		Name      string        `xml:"name,attr"`
		Files     string        `xml:"files,attr,omitempty"`
		Scale     string        `xml:"intrvl,attr"`
		Labels    []ddiText     `xml:"labl"`
		Questions []ddiText     `xml:"qstn>qstnLit"`
		Sums      []ddiSum      `xml:"sumStat"`
		Values    []ddiCategory `xml:"catgry"`
		Format    ddiFormat     `xml:"varFormat"`
		Notes     []ddiText     `xml:"notes"`
	}
	ddiCategory struct {
		Value  string    `xml:"catValu"`
		Labels []ddiText `xml:"labl"`
		Times  []ddiSum  `xml:"catStat"`
	}
	ddiSum struct {
		Type string `xml:"type,attr"`
		N    int    `xml:",chardata"`
	}
	ddiFormat struct {
		Type string `xml:"type,attr"`
	}
	ddiDate struct {
		Event string `xml:"event,attr"`
		Date  string `xml:"date,attr"`
		Text  string `xml:",chardata"`
	}
	ddiText struct {
		Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
		Text string `xml:",chardata"`
	}
)

// The ids of the files that the codebook describes.
const ddiResponses, ddiTexts = "F1", "F2"

var ddiCSV = ddiType{"UTF-8", "text/csv"}

// DDI writes the codebook as DDI-Codebook 2.5, in both languages, with the numbers of a released survey as Codebook has
// them. name makes the name of a file of the survey, as of "responses.csv".
func (s *Export) DDI(w io.Writer, name func(what string) string) error {
	book := ddiCodebook{Version: "2.5", Study: s.ddiStudy()}
	columns, texts, written := 0, 0, false
	for i := range s.Columns {
		book.Vars = append(book.Vars, s.ddiVar(i))
		if c := &s.Columns[i]; s.inRow(c) {
			columns++
		} else {
			n, _ := s.counted(c)
			number, _ := n.(int)
			texts, written = texts+number, true
		}
	}
	if s.Survey.Release != nil {
		book.Files = append(book.Files, ddiFile{
			ID: ddiResponses, Name: name("responses.csv"), Cases: s.cases(), Width: columns, Type: ddiCSV,
		})
	}
	if s.Survey.Release != nil && written {
		book.Files = append(book.Files, ddiFile{ID: ddiTexts, Name: name("texts.csv"), Cases: texts, Width: 2, Type: ddiCSV})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	return encoder.Encode(book)
}

func (s *Export) ddiStudy() ddiStudy {
	study := ddiStudy{
		Title: ddiText{i18n.Japanese, s.Survey.TitleJa}, ID: s.Survey.ID, Event: ddiText{i18n.Japanese, s.event.TitleJa},
		Abstract: ddiTextsOf(s.Survey.IntroJa, s.Survey.IntroEn), Kind: ddiText{i18n.English, "survey data"},
	}
	if s.Survey.TitleEn != "" {
		study.Titles = []ddiText{{i18n.English, s.Survey.TitleEn}}
	}
	for _, at := range []struct {
		event string
		time  *time.Time
	}{{"start", s.Survey.OpenedAt}, {"end", s.Survey.ClosedAt}} {
		if at.time != nil {
			day := s.event.Local(*at.time).Format(time.DateOnly)
			study.Dates = append(study.Dates, ddiDate{at.event, day, day})
		}
	}
	if s.Survey.Release == nil {
		return study
	}
	for _, t := range s.service.treatments(s.Survey) {
		ja, en := s.service.both(t.Key)
		study.Notes = append(study.Notes, ddiTextsOf(t.TitleJa+"："+ja, pick(t.TitleEn, t.TitleJa)+": "+en)...)
	}
	return study
}

func (s *Export) ddiVar(at int) ddiVar {
	c := &s.Columns[at]
	v := ddiVar{
		ID: fmt.Sprintf("V%d", at+1), Name: c.Name, Scale: "discrete", Format: ddiFormat{"character"},
		Labels: ddiTextsOf(pick(c.PartJa, c.TitleJa), pick(c.PartEn, c.TitleEn)), Notes: ddiTextsOf(c.NoteJa, c.NoteEn),
	}
	if s.Survey.Release != nil {
		v.Files = ddiResponses
		if !s.inRow(c) {
			v.Files = ddiTexts
		}
	}
	if c.Question != "" {
		v.Questions = ddiTextsOf(c.TitleJa, c.TitleEn)
	}
	if c.Type == "integer" || c.Type == "flag" {
		v.Format.Type = "numeric"
	}
	n, times := s.counted(c)
	v.Sums = ddiSums("vald", n)
	for _, code := range c.Values {
		v.Values = append(v.Values, ddiCategory{
			Value: code.Value, Labels: ddiTextsOf(code.LabelJa, code.LabelEn), Times: ddiSums("freq", times(code.Value)),
		})
	}
	return v
}

// ddiSums is a number, where it is published.
func ddiSums(kind string, n any) []ddiSum {
	number, ok := n.(int)
	if !ok {
		return nil
	}
	return []ddiSum{{kind, number}}
}

// ddiTextsOf is a text in the languages that it is written in.
func ddiTextsOf(ja, en string) (list []ddiText) {
	if ja != "" {
		list = append(list, ddiText{i18n.Japanese, ja})
	}
	if en != "" {
		list = append(list, ddiText{i18n.English, en})
	}
	return list
}
