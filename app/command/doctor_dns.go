package command

import (
	"context"
	"errors"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"meguri/app/program"
)

// resolver looks up TXT records, as net.Resolver does.
type resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// usualSelectors are names under which mail servers and providers keep the key of their signature (DKIM).
var usualSelectors = []string{
	"default", "dkim", "mail", "google", "selector1", "selector2", "s1", "s2", "k1", "k2", "mailjet", "mandrill", "smtp",
	"20230601", "amazonses", "sendgrid", "zoho", "rs20240121",
}

// checkSender looks at what DNS says of who may send mails of the sender's domain. Without a resolver it says so.
func (d doctorCommand) checkSender(ctx context.Context, config *program.Config, dns resolver) []finding {
	from, err := netmail.ParseAddress(config.MailFrom)
	if config.SMTPURL == "" || err != nil {
		return nil
	}
	domain, err := idna.Lookup.ToASCII(from.Address[strings.LastIndex(from.Address, "@")+1:])
	if err != nil || !strings.Contains(domain, ".") {
		return []finding{{
			"mail sender", "nobody can answer to " + from.Address,
			"set MEGURI_MAIL_FROM to an address of a domain of yours",
		}}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	l := &lookup{ctx: ctx, dns: dns}
	findings := []finding{l.checkSPF(domain), l.checkDKIM(domain, d.DKIMSelector), l.checkDMARC(domain)}
	if l.failed != nil {
		return []finding{{"mail sender", "SPF, DKIM and DMARC were not looked at: no resolver answers", ""}}
	}
	return findings
}

// lookup reads records and remembers a resolver that does not answer.
type lookup struct {
	ctx    context.Context //nolint:containedctx // it lives for one check
	dns    resolver
	failed error
}

// records are the TXT records of a name that begin so.
func (l *lookup) records(name, begin string) (list []string) {
	if l.failed != nil {
		return nil
	}
	all, err := l.dns.LookupTXT(l.ctx, name)
	var known *net.DNSError
	if err != nil && (!errors.As(err, &known) || !known.IsNotFound) {
		l.failed = err
	}
	for _, record := range all {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(record)), strings.ToLower(begin)) {
			list = append(list, record)
		}
	}
	return list
}

func (l *lookup) checkSPF(domain string) finding {
	records := l.records(domain, "v=spf1")
	switch {
	case len(records) == 0:
		return finding{
			"mail spf", domain + " does not say who may send its mails",
			"add a TXT record at " + domain + " that names your mail server, as in v=spf1 include:spf.provider.example -all",
		}
	case len(records) > 1:
		return finding{"mail spf", domain + " has several SPF records: none counts", "make one of them"}
	case slices.Contains(strings.Fields(strings.ToLower(records[0])), "+all"):
		return finding{"mail spf", domain + " lets everybody send its mails (+all)", "end the record with -all or ~all"}
	}
	return finding{"mail spf", domain + ": " + records[0], ""}
}

func (l *lookup) checkDKIM(domain, selector string) finding {
	selectors := usualSelectors
	if selector != "" {
		selectors = []string{selector}
	}
	for _, s := range selectors {
		for _, record := range l.records(s+"._domainkey."+domain, "") {
			if strings.Contains(strings.ReplaceAll(record, " ", ""), "p=") {
				return finding{"mail dkim", "there is a key at " + s + "._domainkey." + domain, ""}
			}
		}
	}
	if selector != "" {
		return finding{
			"mail dkim", "there is no key at " + selector + "._domainkey." + domain,
			"have your mail server sign mails of " + domain + ", and publish its key there",
		}
	}
	return finding{
		"mail dkim", "not known: there is no key under a usual name; see s= in the DKIM-Signature of a mail that arrived, " +
			"and run doctor with --dkim-selector", "",
	}
}

func (l *lookup) checkDMARC(domain string) finding {
	records := l.records("_dmarc."+domain, "v=DMARC1")
	if organization, err := publicsuffix.EffectiveTLDPlusOne(domain); len(records) == 0 && err == nil {
		records = l.records("_dmarc."+organization, "v=DMARC1")
	}
	if len(records) == 0 {
		return finding{
			"mail dmarc",
			domain + " does not say what becomes of mails that are not signed; large providers refuse many of them",
			"add a TXT record at _dmarc." + domain + ", to begin with v=DMARC1; p=none; rua=mailto:postmaster@" + domain,
		}
	}
	return finding{"mail dmarc", records[0], ""}
}

// checkBounces opens the mailbox to which mails come back, and reads nothing.
func checkBounces(ctx context.Context, config *program.Config) []finding {
	box, err := config.Bounces()
	if err != nil {
		return []finding{{"bounces", err.Error(), "%-escape special characters in the password"}}
	}
	if box == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if err := box.Check(ctx); err != nil {
		return []finding{{
			"bounces", box.Host() + ": " + err.Error(),
			"check host, user, password and folder of MEGURI_BOUNCE_IMAP_URL",
		}}
	}
	return []finding{{"bounces", box.Host() + " answers", ""}}
}
