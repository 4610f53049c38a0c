package command

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/url"
	"time"
)

// checkMail connects to the mail server and signs in, but sends no mail.
func checkMail(ctx context.Context, address string) finding {
	if address == "" {
		return finding{"mail", "no server is set: mails stay in the outbox that staff read", ""}
	}
	server, err := url.Parse(address)
	if err != nil || server.Hostname() == "" || (server.Scheme != "smtp" && server.Scheme != "smtps") {
		return finding{
			"mail",
			"MEGURI_SMTP_URL cannot be read",
			"write smtp://user:password@host:587 or smtps://user:password@host:465; %-escape special characters",
		}
	}
	if err := connectToMail(ctx, server); err != nil {
		return finding{
			"mail",
			server.Host + ": " + err.Error(),
			"check host, port, user and password of MEGURI_SMTP_URL, and that a firewall lets us through",
		}
	}
	return finding{"mail", server.Host + " answers", ""}
}

func connectToMail(ctx context.Context, server *url.URL) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := dialMail(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	client, err := smtp.NewClient(conn, server.Hostname())
	if err != nil {
		return fmt.Errorf("no mail server's greeting: %w", err)
	}
	if offered, _ := client.Extension("STARTTLS"); offered {
		if err := client.StartTLS(&tls.Config{ServerName: server.Hostname()}); err != nil {
			return fmt.Errorf("encryption: %w", err)
		}
	}
	if err := signInToMail(client, server); err != nil {
		return err
	}
	return client.Quit()
}

func dialMail(ctx context.Context, server *url.URL) (net.Conn, error) {
	port := server.Port()
	if server.Scheme == "smtps" {
		if port == "" {
			port = "465"
		}
		return (&tls.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(server.Hostname(), port))
	}
	if port == "" {
		port = "25" // as app/service/mail sends
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(server.Hostname(), port))
}

func signInToMail(client *smtp.Client, server *url.URL) error {
	password, ok := server.User.Password()
	if !ok {
		return nil
	}
	if offered, _ := client.Extension("AUTH"); !offered {
		return errors.New("the server offers no sign-in here")
	}
	if err := client.Auth(smtp.PlainAuth("", server.User.Username(), password, server.Hostname())); err != nil {
		return fmt.Errorf("sign-in: %w", err)
	}
	return nil
}
