package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"meguri/app/service/link"
	"meguri/app/service/ticket"
	"meguri/models"
	"meguri/models/text"
)

// addAttendees inserts confirmed registrations for the online ticket type, and returns their tickets.
func (b *bench) addAttendees(p *program, count int) ([]string, error) {
	key, err := b.signingKey(p)
	if err != nil {
		return nil, err
	}
	claims := ticket.Claims{
		EventID:      p.ids.event,
		TicketTypeID: p.ids.ticketType,
		Serial:       1,
		NotAfter:     time.Now().Add(365 * 24 * time.Hour),
	}
	tickets, ids := make([]string, count), make([]string, count)
	for i := range ids {
		ids[i] = models.NewID()
		claims.RegistrationID = ids[i]
		if tickets[i], err = ticket.Sign(key, claims); err != nil {
			return nil, err
		}
	}
	return tickets, b.insertAttendees(p, 0, ids)
}

// signingKey is the event's key, which the program makes for the first ticket.
func (b *bench) signingKey(p *program) (ticket.Key, error) {
	if _, err := b.register(client(1), p, "first@bench.example", ""); err != nil {
		return ticket.Key{}, err
	}
	text, err := b.text(p.database, "SELECT private_key FROM event_keys WHERE event_id = '"+p.ids.event+"' AND number = 1")
	if err != nil {
		return ticket.Key{}, err
	}
	private, err := base64.StdEncoding.DecodeString(text)
	return ticket.Key{Number: 1, Private: private}, err
}

const attendeesPerInsert = 1000

// insertColumns has a mark of the address, as registering makes one: without, the program makes them during the load.
const insertColumns = `INSERT INTO registrations (id, event_id, ticket_type_id, request_id, code, state,
	family_name, given_name, family_kana, given_kana, sort_key, search_text, email, email_key,
	organization, sector, locale, link_hash, address_mark, created_at, updated_at) VALUES `

// insertAttendees inserts registrations with the ids, numbered from number. Each has another reading, in random order.
func (b *bench) insertAttendees(p *program, number int, ids []string) error {
	links := link.New([]byte(benchSecret))
	for from := 0; from < len(ids); from += attendeesPerInsert {
		part := ids[from:min(from+attendeesPerInsert, len(ids))]
		rows, searched := make([]string, len(part)), make([]string, len(part))
		for i, id := range part {
			n := number + from + i
			name := personName(n)
			rows[i] = fmt.Sprintf(
				"('%[1]s','%[2]s','%[3]s','%[1]s','g%[4]d','confirmed','%[10]s','花子','%[5]s','ハナコ','%[6]s','%[7]s',"+
					"'guest%[4]d@bench.example','guest%[4]d@bench.example','川崎市看護協会','health','ja','%[9]s',"+
					"'guest%[4]d','%[8]s','%[8]s')",
				id, p.ids.event, p.ids.ticketType, n, name.FamilyKana, name.SortKey(),
				searchText(name),
				"2026-01-01T00:00:00.000000Z", models.HashSecret(links.Registration(id, 1)), name.Family,
			)
			r := models.Registration{ID: id, EventID: p.ids.event, SearchText: searchText(name)}
			searched[i] = fmt.Sprintf("('%s','%s')", id, r.SearchTerms(engineOf(p.database)))
		}
		for _, statement := range []string{
			insertColumns + strings.Join(rows, ","),
			"INSERT INTO registration_search (registration_id, grams) VALUES " + strings.Join(searched, ","),
		} {
			if err := b.execute(p.database, statement); err != nil {
				return err
			}
		}
	}
	const take = "UPDATE ticket_types SET taken = taken + %d WHERE id = '%s'"
	if err := b.execute(p.database, fmt.Sprintf(take, len(ids), p.ids.ticketType)); err != nil {
		return err
	}
	return b.analyze(p.database)
}

// personName is the name of a person by number: one in fifteen has the family name 佐藤.
func personName(n int) text.Name {
	name := text.Name{Family: "髙橋", Given: "花子", FamilyKana: "タカハシ" + reading(n), GivenKana: "ハナコ"}
	if n%15 == 0 {
		name.Family, name.FamilyKana = "佐藤", "サトウ"+reading(n)
	}
	return name
}

func searchText(name text.Name) string {
	return text.SearchText(name.Family+name.Given, name.FamilyKana, "川崎市看護協会")
}

func engineOf(database string) models.Engine {
	if strings.HasPrefix(database, "file:") {
		return models.SQLite
	}
	return models.PostgreSQL
}

// reading makes kana of a number, so that neighbouring numbers are not neighbours in the list.
func reading(n int) string {
	kana := []rune("アカサタナハマヤラワ")
	var out []rune
	for range 5 {
		out = append(out, kana[n%10])
		n /= 10
	}
	return string(out)
}
