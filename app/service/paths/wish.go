package paths

import "net/url"

// WishPrefix begins the pages of what people wish after an event; they hold a secret.
const WishPrefix = "/wishing/"

// Wishes is the form in which people say what they would help with, want help with, and want to learn.
func (p Event) Wishes() string { return string(p) + "/wishes" }

// WishSent is where that leads to.
func (p Event) WishSent() string { return p.Wishes() + "/sent" }

// Wish is the page of what somebody wishes.
type Wish string

// OfWish is of the wish whose mailed link has the secret.
func OfWish(secret string) Wish { return Wish(WishPrefix + url.PathEscape(secret)) }

// Save corrects it.
func (p Wish) Save() string { return string(p) + "/save" }

// Withdraw erases it.
func (p Wish) Withdraw() string { return string(p) + "/withdraw" }

// Wishes is the list of them for coordinators.
func (p StaffNeeds) Wishes() string { return string(p) + "/wishes" }
