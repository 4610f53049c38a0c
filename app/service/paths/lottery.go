package paths

import "net/url"

// LotterySealPrefix begins the pages on which parties of a lottery seal their secrets; they hold a secret.
const LotterySealPrefix = "/seal/"

// LotterySeal is where a party of a lottery seals its secret, by the mailed secret of its link.
func LotterySeal(secret string) string { return LotterySealPrefix + url.PathEscape(secret) }

// Lottery is where rules and results of a lottery are published.
func (p Event) Lottery() string { return string(p) + "/lottery" }

// LotteryRecord is the file with which the draw can be repeated.
func (p Event) LotteryRecord() string { return p.Lottery() + ".json" }

// Lottery is where staff set up a lottery, and follow it.
func (p StaffEvent) Lottery() string { return string(p) + "/lottery" }

// PublishLottery makes its rules public.
func (p StaffEvent) PublishLottery() string { return p.Lottery() + "/publish" }

// UnpublishLottery takes them back.
func (p StaffEvent) UnpublishLottery() string { return p.Lottery() + "/unpublish" }

// LotteryDice takes what was thrown.
func (p StaffEvent) LotteryDice() string { return p.Lottery() + "/dice" }

// LotteryMarks says for whom places are reserved, and which organization puts its people into an order.
func (p StaffEvent) LotteryMarks() string { return p.Lottery() + "/marks" }

// DrawLottery draws without the secrets that nobody opened.
func (p StaffEvent) DrawLottery() string { return p.Lottery() + "/draw" }

// Lottery is where an attendee applies for sessions that are drawn by lot.
func (p Attendee) Lottery() string { return string(p) + "/lottery" }

// Reply says that the person comes.
func (p Attendee) Reply() string { return string(p) + "/reply" }

// WaitingList is where staff say how the waiting list moves up.
func (p StaffEvent) WaitingList() string { return string(p) + "/waiting-list" }

// MoveDown puts a person at the end of the waiting list.
func (p StaffEvent) MoveDown(id string) string {
	return string(p) + "/people/" + url.PathEscape(id) + "/down"
}

// MoveUp gives a person who waits a place now.
func (p StaffEvent) MoveUp(id string) string {
	return string(p) + "/people/" + url.PathEscape(id) + "/up"
}
