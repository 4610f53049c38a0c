package command

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"meguri/app/program"
)

// zone is a resolver with the records.
type zone map[string][]string

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	if z == nil {
		return nil, errors.New("no resolver")
	}
	if records, ok := z[name]; ok {
		return records, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func TestDoctorLooksAtSPFDKIMAndDMARC(t *testing.T) {
	good := zone{
		"mail.city.example":                      {"other=1", "v=spf1 include:spf.provider.example -all"},
		"selector1._domainkey.mail.city.example": {"v=DKIM1; k=rsa; p=MIGf"},
		"_dmarc.city.example":                    {"v=DMARC1; p=quarantine"},
	}
	config := &program.Config{SMTPURL: "smtp://mail.city.example", MailFrom: "Meguri <meguri@mail.city.example>"}
	check := func(dns zone, d doctorCommand) map[string]finding {
		found := map[string]finding{}
		for _, f := range d.checkSender(t.Context(), config, dns) {
			found[f.part] = f
		}
		return found
	}
	for part, f := range check(good, doctorCommand{}) {
		if f.remedy != "" {
			t.Errorf("%s: %s → %s", part, f.message, f.remedy)
		}
	}
	nothing := check(zone{}, doctorCommand{DKIMSelector: "meguri"})
	for part, remedy := range map[string]string{
		"mail spf": "v=spf1", "mail dkim": "publish its key", "mail dmarc": "_dmarc.mail.city.example",
	} {
		if !strings.Contains(nothing[part].remedy, remedy) {
			t.Errorf("%s: %+v", part, nothing[part])
		}
	}
	twice := zone{"mail.city.example": {"v=spf1 -all", "v=spf1 a -all"}}
	if f := check(twice, doctorCommand{})["mail spf"]; f.remedy == "" {
		t.Error("two SPF records are no trouble")
	}
	if f := check(zone{"mail.city.example": {"v=spf1 +all"}}, doctorCommand{})["mail spf"]; f.remedy == "" {
		t.Error("an SPF record for everybody is no trouble")
	}
	if found := check(nil, doctorCommand{}); len(found) != 1 || found["mail sender"].remedy != "" {
		t.Errorf("without a resolver: %v", found)
	}
}
