package bounce_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/bounce"
)

const id = "01980f3e-7a55-7c3e-8f60-3b2a1c0d9e8f"

func sample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name + ".eml")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestReportsOfManyServersAreRead(t *testing.T) {
	for name, want := range map[string]bounce.Recipient{
		"postfix": {
			Address: "hanako@gone.example", Action: bounce.Failed, Status: "5.1.1",
			Detail: "550 5.1.1 <hanako@gone.example>: Recipient address rejected: User unknown",
		},
		"exchange": {
			Address: "taro@company.example", Action: bounce.Failed, Status: "5.1.10",
			Detail: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient taro@company.example not found by SMTP address lookup",
		},
		"gmail": {
			Address: "full@gmail.example", Action: bounce.Failed, Status: "5.2.2",
			Detail: "552-5.2.2 The recipient's inbox is out of storage space. 552 5.2.2 " +
				"https://support.google.example/mail/?p=OverQuotaPerm",
		},
		"delayed": {
			Address: "slow@slow.example", Action: bounce.Delayed, Status: "4.4.1",
			Detail: "connect to slow.example: Connection timed out",
		},
	} {
		t.Run(name, func(t *testing.T) {
			report := bounce.Parse(sample(t, name))
			if report == nil {
				t.Fatal("it is no report")
			}
			if diff := cmp.Diff([]bounce.Recipient{want}, report.Recipients); diff != "" {
				t.Error(diff)
			}
			if len(report.MailIDs) == 0 || report.MailIDs[0] != id {
				t.Errorf("the ids are %v", report.MailIDs)
			}
		})
	}
}

func TestWhatIsNoReportIsPassedOver(t *testing.T) {
	for name, raw := range map[string][]byte{
		"a note of who is away": sample(t, "vacation"),
		"nothing":               nil,
		"no mail":               bytes.Repeat([]byte{0xff, '\n'}, 1000),
		"a part without end":    []byte("Content-Type: multipart/report; boundary=b\n\n--b\n"),
		"no boundary":           []byte("Content-Type: multipart/report\n\nx"),
		"a header without end":  bytes.Repeat([]byte("X-Long: "+strings.Repeat("a", 900)+"\r\n"), 3000),
	} {
		if report := bounce.Parse(raw); report != nil {
			t.Errorf("%s: %+v", name, report)
		}
	}
}

func TestMailsMadeToHarmEndSoon(t *testing.T) {
	var nested strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	many := "Content-Type: multipart/report; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 100_000) + "--b--"
	status := "Content-Type: message/delivery-status\r\n\r\n" + strings.Repeat("Action: failed\r\n\r\n", 100_000)
	long := "Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nDiagnostic-Code: smtp; " +
		strings.Repeat("x", 50_000) + "\r\n"
	for name, raw := range map[string]string{
		"nested": nested.String(), "many parts": many, "many people": status, "a long text": long,
		"10 MB":   string(sample(t, "vacation")) + strings.Repeat("x", 10<<20),
		"cut off": string(sample(t, "exchange")[:900]),
		"encoding": strings.Replace(
			string(sample(t, "postfix")), "Content-Type: text/plain",
			"Content-Transfer-Encoding: x-zip\r\nContent-Type: text/plain", 1,
		),
	} {
		start := time.Now()
		report := bounce.Parse([]byte(raw))
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if report == nil {
			continue
		}
		if len(report.Recipients) > 40 {
			t.Errorf("%s tells of %d people", name, len(report.Recipients))
		}
		for _, r := range report.Recipients {
			if len(r.Detail) > 400 {
				t.Errorf("%s says %d bytes", name, len(r.Detail))
			}
		}
	}
	beginning, _, _ := bytes.Cut(sample(t, "exchange"), []byte("Received: from"))
	if report := bounce.Parse(beginning); report == nil || len(report.Recipients) != 1 {
		t.Errorf("a report whose end is missing: %+v", report)
	}
}

func TestAMailboxIsASetting(t *testing.T) {
	for _, wrong := range []string{"", "imaps://", "https://u:p@host", "imaps://host", "imap://u:p@host:%zz"} {
		if _, err := bounce.NewMailbox(wrong); err == nil || strings.Contains(err.Error(), "u:p") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	box, err := bounce.NewMailbox("imaps://bounces%40city.example:p%3Aw@mail.city.example/INBOX/bounces")
	if err != nil || box.Host() != "mail.city.example" {
		t.Error(box, err)
	}
}
