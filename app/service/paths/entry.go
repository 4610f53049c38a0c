package paths

import "net/url"

// EntryCodes are the codes with which people register.
func (p StaffEvent) EntryCodes() string { return string(p) + "/codes" }

// EntryCodesCSV is the same as a file.
func (p StaffEvent) EntryCodesCSV() string { return p.EntryCodes() + ".csv" }

// EntryCode changes a code.
func (p StaffEvent) EntryCode(id string) string { return p.EntryCodes() + "/" + url.PathEscape(id) }

// StopEntryCode stops a code, or has it taken again.
func (p StaffEvent) StopEntryCode(id string) string { return p.EntryCode(id) + "/stop" }

// EntryInvitations are the people whom the event invites to register.
func (p StaffEvent) EntryInvitations() string { return string(p) + "/invited" }

// RemindInvited mails those once more who have not answered.
func (p StaffEvent) RemindInvited() string { return p.EntryInvitations() + "/remind" }

// WithdrawInvitation ends an invitation.
func (p StaffEvent) WithdrawInvitation(id string) string {
	return p.EntryInvitations() + "/" + url.PathEscape(id) + "/withdraw"
}

// Invitation is where the link of an invitation leads.
func (p Event) Invitation(code string) string {
	return string(p) + "/invitation/" + url.PathEscape(code)
}

// Decide accepts or declines somebody who waits for approval.
func (p Registration) Decide() string { return string(p) + "/decide" }

// Accept gives places to those who wait for approval.
func (p Selection) Accept() string { return string(p) + "/accept" }

// Decline declines those who wait for approval.
func (p Selection) Decline() string { return string(p) + "/decline" }
