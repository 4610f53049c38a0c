package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/consensus"
	"meguri/app/service/paths"
	"meguri/app/service/table"
	"meguri/handlers/web"
)

// Consensus are the consensus maps as staff run them.
type Consensus struct {
	*web.Kit
	Consensus *consensus.Service
}

type consensusPage struct {
	*consensus.StaffPage
	Options []web.Option
}

// List lists the rounds, with a form for a new one.
func (h *Consensus) List(c echo.Context) error {
	in := &consensus.RoundInput{Minutes: consensus.UsualMinutes}
	return h.showList(c, h.FormOf(c, in))
}

func (h *Consensus) showList(c echo.Context, form *web.Form) error {
	page, err := h.Consensus.StaffPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/consensus/index", consensusPage{page, h.themes(c, page)}, form)
}

func (h *Consensus) themes(c echo.Context, page *consensus.StaffPage) []web.Option {
	texts := h.Texts(c)
	options := []web.Option{{Value: "", Text: texts.T("consensus.all_voices")}}
	for _, t := range page.Themes {
		options = append(options, web.Option{Value: t.Slug, Text: texts.Pick(t.TitleJa, t.TitleEn)})
	}
	return options
}

// Create makes a round.
func (h *Consensus) Create(c echo.Context) error {
	var in consensus.RoundInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		round, err := h.Consensus.Create(c.Request().Context(), web.EventOf(c), &in)
		if err == nil {
			return web.SeeOther(c, string(staffEvent(c).Consensus(round.ID)))
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.showList(c, form)
}

func staffRound(c echo.Context) paths.StaffConsensus { return staffEvent(c).Consensus(c.Param("id")) }

type consensusRoundPage struct {
	*consensus.RoundPage
	Options []web.Option
}

// Round shows a round: its form while it was never open, then its result.
func (h *Consensus) Round(c echo.Context) error { return h.showRound(c, nil) }

func (h *Consensus) showRound(c echo.Context, form *web.Form) error {
	page, err := h.Consensus.RoundPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil && page.In != nil {
		form = h.FormOf(c, page.In)
	} else if form == nil {
		form = h.NewForm(c, nil)
	}
	options := h.themes(c, &consensus.StaffPage{Themes: page.Themes})
	return h.ShowForm(c, "staff/consensus/show", consensusRoundPage{page, options}, form)
}

// Save stores a round that was never open.
func (h *Consensus) Save(c echo.Context) error {
	var in consensus.RoundInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err = h.Consensus.Save(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	}
	if err == nil && form.OK() && form.Value("do") == "open" {
		return h.Open(c)
	}
	if done, answer := h.Kit.Save(c, form, err, string(staffRound(c)), "consensus.saved"); done && form.OK() {
		return answer
	}
	return h.showRound(c, form)
}

// Open lets a round take answers.
func (h *Consensus) Open(c echo.Context) error {
	err := h.Consensus.Start(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.done(c, err, "consensus.opened")
}

// Close ends a round.
func (h *Consensus) Close(c echo.Context) error {
	err := h.Consensus.Close(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.done(c, err, "consensus.closed_now")
}

// Publish lets everybody see the result, or not.
func (h *Consensus) Publish(c echo.Context) error {
	public := c.FormValue("public") == "true"
	err := h.Consensus.Publish(c.Request().Context(), web.EventOf(c), c.Param("id"), public)
	if public {
		return h.done(c, err, "consensus.published")
	}
	return h.done(c, err, "consensus.unpublished")
}

// done leads back to the round with a message: that it is done, or why not.
func (h *Consensus) done(c echo.Context, err error, message string) error {
	form := h.NewForm(c, nil)
	if done, answer := h.Kit.Save(c, form, err, string(staffRound(c)), message); done {
		return answer
	}
	return h.showRound(c, form)
}

// DeleteForm asks.
func (h *Consensus) DeleteForm(c echo.Context) error {
	page, err := h.Consensus.RoundPage(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	texts, answers := h.Texts(c), 0
	if page.Map != nil {
		answers = page.Map.Answers
	}
	return ask(h.Kit, c, "consensus.delete", texts.Pick(page.TitleJa, page.TitleEn), string(staffRound(c)),
		texts.T("consensus.delete_sure", "n", texts.Number(answers)))
}

// Delete deletes a round.
func (h *Consensus) Delete(c echo.Context) error {
	err := h.Consensus.Delete(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "consensus.deleted")
	return web.SeeOther(c, staffEvent(c).ConsensusList())
}

// CSV sends the counts of a round: of everybody, and of each group.
func (h *Consensus) CSV(c echo.Context) error {
	m, err := h.Consensus.Map(c.Request().Context(), web.EventOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	texts := h.Texts(c)
	head := []string{
		texts.T("consensus.statement"), texts.T("consensus.agree"), texts.T("consensus.disagree"),
		texts.T("consensus.unsure"),
		texts.T("consensus.agree_percent"),
	}
	for _, g := range m.Groups {
		head = append(head, texts.T("consensus.group_percent", "letter", g.Letter, "n", texts.Number(g.People)))
	}
	rows := func(yield func([]any, error) bool) {
		for _, row := range m.All {
			cells := []any{row.Text, "", "", "", ""}
			if row.All.Shown {
				cells = []any{row.Text, row.Tally.Agree, row.Tally.Disagree, row.Tally.Unsure, row.All.Percent}
			}
			for _, share := range row.Shares[:min(len(row.Shares), len(m.Groups))] {
				cells = append(cells, percentCell(share))
			}
			if !yield(cells, nil) {
				return
			}
		}
	}
	return web.SendCSV(c, c.Param("slug")+"-consensus.csv", table.Table{
		Name: texts.T("consensus.title"), Header: head, Rows: rows, ReplacedTitle: texts.T("table.replaced"),
	})
}

// percentCell is empty where too few answered to say.
func percentCell(share consensus.Share) any {
	if !share.Shown {
		return ""
	}
	return share.Percent
}
