package command

import (
	"context"
	"errors"
	"net/url"
	"time"

	"meguri/app/program"
	"meguri/app/service/mail"
)

// checkMail connects to the mail server as the mailer does, but sends no mail.
func checkMail(ctx context.Context, config *program.Config) finding {
	if config.SMTPURL == "" {
		return finding{"mail", "no server is set: mails stay in the outbox that staff read", ""}
	}
	host := "the server of MEGURI_SMTP_URL"
	if server, err := url.Parse(config.SMTPURL); err == nil && server.Host != "" {
		host = server.Host
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	options, err := config.Mail()
	if err == nil {
		err = mail.CheckServer(ctx, options)
	}
	if err != nil {
		return finding{"mail", host + ": " + err.Error(), mailRemedy(err)}
	}
	return finding{"mail", host + " answers", ""}
}

func mailRemedy(err error) string {
	switch {
	case errors.Is(err, mail.ErrSetting):
		return "%-escape special characters in the password"
	case errors.Is(err, mail.ErrNoEncryption):
		return "use the server's port with encryption, as in smtp://…:587 or smtps://…:465; " +
			"end MEGURI_SMTP_URL with ?tls=none only if the way to the server is yours"
	case errors.Is(err, mail.ErrSender):
		return "set MEGURI_MAIL_FROM to an address that the server lets you send from, and MEGURI_SMTP_HELO to a name " +
			"of this machine that is in DNS"
	}
	return "check host, port, user and password of MEGURI_SMTP_URL, and that a firewall lets us through"
}
