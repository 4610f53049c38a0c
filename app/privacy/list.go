package privacy

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"meguri/models"
)

// The ids of registrations that were erased on request are kept in a file beside the database, too: a backup from
// before brings those people back, and knows nothing of their wish.

// ListFile is the name of the file in the data folder.
const ListFile = "erased"

// KeepList names the file. Without one no list is kept.
func (s *Service) KeepList(file string) { s.list = file }

// noteErased adds ids to the list.
func (s *Service) noteErased(ids []string) error {
	if s.list == "" || len(ids) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(s.list), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(s.list, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := file.WriteString(id + "\n"); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return errors.Join(file.Sync(), file.Close())
}

func (s *Service) listed() (ids []string, err error) {
	file, err := os.Open(s.list)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if models.ValidID(lines.Text()) {
			ids = append(ids, lines.Text())
		}
	}
	return ids, lines.Err()
}

// SaveList adds to the list who was erased on request and is not in it.
func (s *Service) SaveList(ctx context.Context) error {
	if s.list == "" {
		return nil
	}
	known, err := s.listed()
	if err != nil {
		return err
	}
	erased, err := s.db.Query(ctx).Privacy().ErasedOnRequest()
	if err != nil {
		return err
	}
	return s.noteErased(slices.DeleteFunc(erased, func(id string) bool { return slices.Contains(known, id) }))
}

// EraseListed erases those of the list who are in the database again, as after a restore. It returns how many.
func (s *Service) EraseListed(ctx context.Context) (n int, err error) {
	if s.list == "" {
		return 0, nil
	}
	ids, err := s.listed()
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		r, err := s.db.Query(ctx).Registrations().ByIDAnywhere(id)
		if models.CodeOf(err) == models.CodeNotFound {
			continue
		}
		if err != nil {
			return n, err
		}
		if err := s.eraseAgain(ctx, r); err != nil {
			return n, err
		}
		n++
	}
	if n == 0 {
		return 0, nil
	}
	return n, s.scrub(ctx)
}

func (s *Service) eraseAgain(ctx context.Context, r *models.Registration) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		e, err := tx.Events().ByID(r.EventID)
		if err != nil {
			return err
		}
		if err := s.withdraw(tx, e, r.ID); err != nil {
			return err
		}
		return tx.Privacy().EraseOnRequest(e, r.ID)
	})
}
