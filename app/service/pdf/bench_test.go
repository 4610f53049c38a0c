package pdf_test

import (
	"testing"

	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
)

func BenchmarkTicket(b *testing.B) {
	maker, l := pdf.New(), texts(b, "ja")
	qr, err := ticket.NewQR("MEGURI:2:0123456789012345678901234567890123456789")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := maker.Ticket(l, pdf.Ticket{Event: event(), Registration: registration(names[0]), QR: qr}); err != nil {
			b.Fatal(err)
		}
	}
}
