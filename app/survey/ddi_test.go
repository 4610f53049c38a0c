package survey_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// What an archive reads in the file, by the names of DDI-Codebook 2.5.
type archived struct {
	XMLName xml.Name `xml:"ddi:codebook:2_5 codeBook"`
	Cases   []int    `xml:"fileDscr>fileTxt>dimensns>caseQnty"`
	Vars    []struct {
		Name  string `xml:"name,attr"`
		File  string `xml:"files,attr"`
		Valid []int  `xml:"sumStat"`
		Codes []struct {
			Value  string `xml:"catValu"`
			Labels []struct {
				Lang string `xml:"lang,attr"`
				Text string `xml:",chardata"`
			} `xml:"labl"`
			Times []int `xml:"catStat"`
		} `xml:"catgry"`
	} `xml:"dataDscr>var"`
}

func TestTheCodebookForArchives(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.open()
		f.answerVaried(s, models.ModeOnline, 9)
		f.answerVaried(s, models.ModeVenue, 6)
		open := f.archived(s)
		expectEqual(t, "files while it is open", len(open.Cases), 0)
		for _, v := range open.Vars {
			expectEqual(t, "numbers while it is open of "+v.Name, len(v.Valid), 0)
		}
		f.close(s)
		closed := f.archived(s)
		expectEqual(t, "responses", closed.Cases[0], 15)
		export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "variables", len(closed.Vars), len(export.Columns))
		written := 0
		for i, v := range closed.Vars {
			expectEqual(t, "name", v.Name, export.Columns[i].Name)
			expectEqual(t, "codes of "+v.Name, len(v.Codes), len(export.Columns[i].Values))
			if v.File == "F2" {
				written++
			}
			total := 0
			for _, code := range v.Codes {
				expectEqual(t, "the language of a label", code.Labels[0].Lang, "ja")
				total += sum(code.Times)
			}
			if len(v.Valid) > 0 && len(v.Codes) > 0 {
				expectEqual(t, "answers by code of "+v.Name, total, v.Valid[0])
			}
		}
		expectEqual(t, "variables of what people wrote", written, 2)
	})
}

func sum(list []int) (n int) {
	for _, of := range list {
		n += of
	}
	return n
}

// archived reads the codebook of a survey as an archive would.
func (f *fixture) archived(s *models.Survey) (book archived) {
	f.t.Helper()
	export, err := f.service.Exporting.Codebook(f.t.Context(), f.event, s.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	var file strings.Builder
	if err := export.DDI(&file, func(what string) string { return "summit-survey-1-" + what }); err != nil {
		f.t.Fatal(err)
	}
	if err := xml.Unmarshal([]byte(file.String()), &book); err != nil {
		f.t.Fatal(err)
	}
	return book
}
