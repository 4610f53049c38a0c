package paths

import "net/url"

// OfferPrefix begins the pages of who puts themselves forward for a need; they hold a secret.
const OfferPrefix = "/offering/"

// MakeOffer is where somebody puts themselves forward for a need.
func MakeOffer(needID string) string { return OfNeed(needID) + "/offers" }

// OfferSent is where that leads to.
func OfferSent(needID string) string { return MakeOffer(needID) + "/sent" }

// Offer is the page of who puts themselves forward for a need.
type Offer string

// OfOffer is of the offer whose mailed link has the secret.
func OfOffer(secret string) Offer { return Offer(OfferPrefix + url.PathEscape(secret)) }

// Reply answers a coordinator.
func (p Offer) Reply() string { return string(p) + "/reply" }

// Asking says whether the person may be asked about other needs.
func (p Offer) Asking() string { return string(p) + "/asking" }

// Withdraw takes the offer back.
func (p Offer) Withdraw() string { return string(p) + "/withdraw" }

// Report tells the organization's owners how the person was written to.
func (p Offer) Report() string { return string(p) + "/report" }

// Agree says yes for who was asked.
func (p Offer) Agree() string { return string(p) + "/agree" }

// Refuse says no for them.
func (p Offer) Refuse() string { return string(p) + "/refuse" }

// Erase erases the offer with all that was written.
func (p Offer) Erase() string { return string(p) + "/erase" }

// People is who may be asked about the need, and where they are asked.
func (p StaffNeed) People() string { return string(p) + "/people" }

// PeopleWith is the same with one of them first.
func (p StaffNeed) PeopleWith(person string) string {
	return p.People() + "?person=" + url.QueryEscape(person)
}

// Fit says whether one of them fits.
func (p StaffNeed) Fit() string { return p.People() + "/fit" }

// Team is the team that is proposed for the need, and where one is proposed.
func (p StaffNeed) Team() string { return string(p) + "/team" }

// SwapTeam replaces somebody of the team.
func (p StaffNeed) SwapTeam() string { return p.Team() + "/swap" }

// AskTeam asks all of it.
func (p StaffNeed) AskTeam() string { return p.Team() + "/ask" }

// Answer answers an offer for the need.
func (p StaffNeed) Answer(offerID string) string {
	return string(p) + "/offers/" + url.PathEscape(offerID)
}

// Block answers it, and takes no more of the address.
func (p StaffNeed) Block(offerID string) string { return p.Answer(offerID) + "/block" }
