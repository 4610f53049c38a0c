package apptest

import (
	"net/http"
	"net/url"
)

// PublishAgenda lets everybody see what staff changed of the event's agenda.
func (p *Program) PublishAgenda() {
	p.T.Helper()
	const changes = "/staff/events/here/agenda/changes"
	sum := p.Page(changes, "ja", p.AsOwner()...).Find("[name=sum]").AttrOr("value", "")
	p.Wants(p.Form(changes, url.Values{"sum": {sum}}, p.AsOwner()...), http.StatusSeeOther)
}
