package pdf

// OwnPart is what a person said at an event, and what came of it. What they answered to a poll is not known here: only
// what all did.
type OwnPart struct {
	Voices []OwnVoice
	// Polls are those in which they took part.
	Polls []Result
	// Promise is what they promised for all, Sealed that they made a sealed promise: its text is on no paper.
	Promise string
	Sealed  bool
}

// OwnVoice is a voice of theirs. Note says what became of it; Answers are in words.
type OwnVoice struct {
	Text, Note string
	Answers    []OwnAnswer
}

// OwnAnswer is an answer to a voice. By is a line above it.
type OwnAnswer struct{ By, Text string }

// maxOwnVoices is how many voices of a person a summary has.
const maxOwnVoices = 12

// own draws it.
func (d *document) own(o *OwnPart) {
	if o == nil {
		return
	}
	if len(o.Voices) > 0 {
		d.heading(d.texts.T("pdf.own_voices"), 40)
		d.y += 3
		for _, v := range o.Voices[:min(len(o.Voices), maxOwnVoices)] {
			d.ownVoice(v)
		}
	}
	d.results("pdf.own_polls", "pdf.own_polls_note", o.Polls)
	if o.Promise == "" && !o.Sealed {
		return
	}
	d.heading(d.texts.T("pdf.own_promise"), 30)
	d.y += 3
	if o.Sealed {
		d.muted()
		d.paragraph(margin, inner, 9.5, d.texts.T("pdf.own_sealed"))
		return
	}
	d.quote(margin, bodySize, o.Promise)
}

func (d *document) ownVoice(v OwnVoice) {
	d.ensureSpace(3 * bodyLine)
	d.quote(margin, bodySize, v.Text)
	d.muted()
	d.paragraph(margin+14, inner-14, 8.6, v.Note)
	for _, a := range v.Answers {
		d.ensureSpace(2 * bodyLine)
		d.y += 2
		d.muted()
		d.paragraph(margin+28, inner-28, 8.6, a.By)
		d.ink()
		d.paragraph(margin+28, inner-28, 9.5, a.Text)
	}
	d.y += 6
}

// quote draws what somebody said, with a line at its left.
func (d *document) quote(x, size float64, said string) {
	for _, line := range d.lines(size, inner-14, said) {
		d.ensureSpace(size * leading)
		d.colour(200, 120, 40)
		d.fillRectangle(x+2, d.y+2, 2, size*leading-1)
		d.ink()
		d.paragraph(x+14, inner-14, size, line)
	}
}
