package push

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"meguri/models"
)

// reserve are the files that are kept for pages, the database and mails. Without it, who listens would leave none for
// who wants to read: a process without free files answers nobody.
const reserve = 500

// FewListeners is how many at least may listen where an installation is set up as the examples are.
const FewListeners = 2000

// MostListeners is how many may listen to this process, by its limit of open files.
func MostListeners() int { return mostListeners(openFiles()) }

func mostListeners(files int) int { return max(files-reserve, files/2) }

// checkEvery is how often it is checked that nothing changed unnoticed.
const checkEvery = 10 * time.Second

// Watch looks in the database for what changed without a message, until ctx ends: a process may be killed between its
// commit and its message. It looks only where somebody listens.
func (s *Service) Watch(ctx context.Context) {
	seen := map[string]map[string]string{}
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			seen = s.check(ctx, seen)
		}
	}
}

// check tells those who listen which parts changed since they were seen: by event, the version of each part.
func (s *Service) check(ctx context.Context, seen map[string]map[string]string) map[string]map[string]string {
	now := map[string]map[string]string{}
	for _, id := range s.listened() {
		now[id] = s.versions(ctx, id)
		var changes []changed
		for name, version := range now[id] {
			if before, ok := seen[id][name]; ok && before != version {
				changes = append(changes, changed{Part: name, Check: true, watchers: s.parts[name].watchers})
			}
		}
		if node := s.started(); node != nil && len(changes) > 0 {
			if err := publish(node, id, changes, kept); err != nil {
				slog.Warn("live updates cannot be sent", "error", err)
				delete(now, id) // and so told later
				if before, ok := seen[id]; ok {
					now[id] = before
				}
			}
		}
	}
	return now
}

// listened are the events to which somebody listens in this process.
func (s *Service) listened() []string {
	node := s.started()
	if node == nil {
		return nil
	}
	found := map[string]bool{}
	var list []string
	for _, name := range node.Hub().Channels() {
		if _, id, ok := strings.Cut(name, ":"); ok && !found[id] {
			found[id] = true
			list = append(list, id)
		}
	}
	return list
}

func (s *Service) versions(ctx context.Context, eventID string) map[string]string {
	versions := map[string]string{}
	for name, p := range s.parts {
		if p.version == nil {
			continue
		}
		version, err := p.version(ctx, eventID)
		if err != nil {
			if ctx.Err() == nil && models.CodeOf(err) == models.CodeInternal {
				slog.Warn("live updates: a version cannot be read", "part", name, "error", err)
			}
			continue
		}
		versions[name] = version
	}
	return versions
}
