package member

import "meguri/app/service/mail"

// MailStaffInvitation is the kind of mail to somebody who got a role and has no password yet.
const MailStaffInvitation = "staff_invitation"

// MailKinds are the kinds of mail of this feature.
func (s *Service) MailKinds() []mail.Kind {
	return []mail.Kind{{Name: MailStaffInvitation, Audience: mail.Account, Link: s.passwords.Link}}
}
