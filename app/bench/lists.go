package main

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"time"
)

const (
	few  = 1_000
	many = 100_000
)

// people measures the list of people and its download with few and many registrations, on PostgreSQL.
func (b *bench) people() error {
	database, err := b.database("bench_people")
	if err != nil {
		return err
	}
	p, err := b.prepare(database)
	if err != nil {
		return err
	}
	defer p.stop()
	token, err := p.run(b.ctx, "token", "create", "--role", "organizer", "--event", "summit-next")
	if err != nil {
		return err
	}
	if _, err := p.start(b.ctx); err != nil {
		return err
	}
	took := map[int]float64{}
	for _, n := range []int{few, many} {
		if err := b.fill(database, n); err != nil {
			return err
		}
		c := client(1)
		rate, err := b.load(1, func(int64) error {
			_, err := send(c, http.MethodGet, p.base+"/api/v1/events/summit-next/registrations?limit=50", token, "", http.StatusOK)
			return err
		})
		if err != nil {
			return err
		}
		took[n] = 1000 / rate
	}
	factor := took[many] / took[few]
	b.rows = append(b.rows, row{"people, first page at 100,000", fmt.Sprintf("%.1f ms", took[many]), fmt.Sprintf("%.1f ms at 1,000", took[few]), fmt.Sprintf("%.1f ×", factor), "≤ 2 ×", factor <= 2})
	return b.csv(p, database, token)
}

// fill brings the event to n registrations in all that look like real ones.
func (b *bench) fill(database string, n int) error {
	pool, err := sql.Open("pgx", database)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.ExecContext(b.ctx, `INSERT INTO registrations (id, event_id, ticket_type_id, request_id, code, state, family_name, given_name, family_kana, given_kana, sort_key, search_text, email, email_key, organization, sector, locale, link_hash, created_at, updated_at)
		SELECT gen_random_uuid(), e.id, t.id, 'f' || g, 'f' || g, 'confirmed', '髙橋', '花子', 'タカハシ', 'ハナコ', '1' || md5(g::text), '高橋花子' || g, 'f' || g || '@x.example', 'f' || g || '@x.example', '川崎市看護協会', 'health', 'ja', 'f' || g, now(), now()
		FROM generate_series(1, $1) g, events e JOIN ticket_types t ON t.event_id = e.id AND t.slug = 'online' WHERE e.slug = 'summit-next' ON CONFLICT DO NOTHING`, n)
	if err == nil {
		_, err = pool.ExecContext(b.ctx, "ANALYZE registrations")
	}
	return err
}

func (b *bench) csv(p *program, database, token string) error {
	rest, err := p.memory(false)
	if err != nil {
		return err
	}
	begin := time.Now()
	out, err := exec.CommandContext(b.ctx, "psql", database, "-qAtc", //nolint:gosec // our own address
		`\copy (SELECT code, state, ticket_type_id, family_name, given_name, family_kana, given_kana, email, organization, sector, needs, locale, created_at, id FROM registrations WHERE event_id = (SELECT id FROM events WHERE slug = 'summit-next') ORDER BY sort_key, id) TO STDOUT CSV`).Output()
	if err != nil {
		return err
	}
	copied := time.Since(begin).Seconds()
	begin = time.Now()
	request, err := http.NewRequestWithContext(b.ctx, http.MethodGet, p.base+"/api/v1/events/summit-next/registrations.csv", http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	size, err := io.Copy(io.Discard, response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("csv: %d %w", response.StatusCode, err)
	}
	took := time.Since(begin).Seconds()
	peak, err := p.memory(true)
	if err != nil {
		return err
	}
	b.rows = append(b.rows, row{"CSV of 100,000 registrations", fmt.Sprintf("%.2f s (%d MB)", took, size>>20), fmt.Sprintf("%.2f s COPY (%d MB)", copied, len(out)>>20), fmt.Sprintf("%.1f ×", took/copied), "≤ 3 ×", took/copied <= 3})
	b.atMost("its memory above rest", peak-rest, 64, "MB", "–")
	return nil
}
