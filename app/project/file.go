package project

import (
	"context"
	"slices"

	"meguri/app/service/check"
	"meguri/app/service/upload"
	"meguri/models"
)

// How many files a project has at most, and how many bytes.
const (
	mostFiles = 100
	mostBytes = 100 << 20
)

// File is a file as a page shows it.
type File struct {
	models.ProjectFile
	// Asks says that the person is asked whether everybody may see it; Own is what they said, nil for nothing yet.
	Asks bool
	Own  *bool
	// Agree and Refuse are those of the team by what they said, Silent those who were asked and said nothing yet.
	Agree, Refuse, Silent []models.TeamMember
	// IsMine says that the person may take it away.
	IsMine bool
}

func filesOf(q *models.Query, w *worker, team []models.TeamMember) ([]File, error) {
	list, err := q.ProjectFiles().OfProject(w.ID)
	if err != nil {
		return nil, err
	}
	replies, err := q.ProjectFiles().Replies(w.ID)
	out := make([]File, len(list))
	for i := range list {
		out[i] = fileOf(&list[i], w, team, replies[list[i].ID])
	}
	return out, err
}

func fileOf(f *models.ProjectFile, w *worker, team []models.TeamMember, replies []models.FileReply) File {
	out := File{ProjectFile: *f, IsMine: w.me == nil || w.is(f.MemberID)}
	for i := range team {
		at := slices.IndexFunc(replies, func(r models.FileReply) bool { return r.MemberID == team[i].ID })
		switch {
		case at >= 0 && replies[at].Agrees:
			out.Agree = append(out.Agree, team[i])
		case at >= 0:
			out.Refuse = append(out.Refuse, team[i])
		case f.AskedAt != nil && f.PublishedAt == nil && team[i].IsActive():
			out.Silent = append(out.Silent, team[i])
			out.Asks = out.Asks || w.is(&team[i].ID)
		}
		if at >= 0 && w.is(&team[i].ID) {
			out.Own = &replies[at].Agrees
		}
	}
	return out
}

// FileInput is a file that is brought, and what it is.
type FileInput struct {
	Title string `form:"file_title"`
	// Name is what the file is called where it comes from.
	Name    string `form:"-"`
	Content []byte `form:"-"`
}

// Bring stores a file. Errors: NotFound; Invalid with the fields at fault, as for a kind of file that is not taken;
// Conflict where the project has too many, or for who has left the team.
func (s *Work) Bring(ctx context.Context, by By, in *FileInput) error {
	c := check.New()
	title := c.NoURL("file_title", c.Line("file_title", in.Title, maxTitle, check.Required))
	if err := c.Err(); err != nil {
		return err
	}
	document, err := upload.ReadDocument("file", in.Name, in.Content)
	if err != nil {
		return err
	}
	return s.change(ctx, by, func(tx *models.Tx, w *worker) error {
		files, bytes, err := tx.ProjectFiles().Held(w.ID)
		if err != nil {
			return err
		}
		if files >= mostFiles || bytes+len(document.Content) > mostBytes {
			return models.NewError(models.CodeConflict, "work.files_full")
		}
		return tx.ProjectFiles().Create(&models.ProjectFile{
			ProjectID: w.ID, MemberID: w.memberID(), Title: title, Name: document.Name, ContentType: document.ContentType,
			Content: document.Content,
		})
	})
}

// File reads a file with what is in it. Errors: NotFound, also for who has left the team and did not bring it.
func (s *Work) File(ctx context.Context, by By, id string) (*models.ProjectFile, error) {
	q := s.db.Query(ctx)
	w, err := s.worker(q, by)
	if err != nil {
		return nil, err
	}
	f, err := q.ProjectFiles().Whole(w.ID, id)
	if err == nil && !w.isIn() && !w.is(f.MemberID) {
		return nil, errGone
	}
	return f, err
}

// RemoveFile takes a file away: who brought it, also once they left the team, or a coordinator. Errors: NotFound;
// Forbidden for others.
func (s *Work) RemoveFile(ctx context.Context, by By, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := s.worker(tx.Query, by)
		if err != nil {
			return err
		}
		f, err := tx.ProjectFiles().Of(w.ID, id)
		if err != nil {
			return err
		}
		if w.me != nil && !w.is(f.MemberID) {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		tx.About(models.AuditSubject{ID: w.ID})
		return tx.ProjectFiles().Remove(f)
	})
}

// What is done with a file.
const (
	doDeliverable = "deliverable"
	doPlain       = "plain"
	doAsk         = "ask"
	doWithdraw    = "withdraw"
)

// MarkInput is what is done with a file.
type MarkInput struct {
	Version int    `form:"version"`
	Do      string `form:"do"`
}

// Mark says that a file is what the project made, asks the team whether everybody may see it, or takes either back.
// Coordinators and who leads the team call it. Errors: NotFound; Forbidden for others; Invalid for what is none of it;
// Conflict where somebody else changed it since, or for what cannot be published.
func (s *Work) Mark(ctx context.Context, by By, id string, in *MarkInput) error {
	return s.change(ctx, by, func(tx *models.Tx, w *worker) error {
		if !w.leads() {
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		f, err := tx.ProjectFiles().Of(w.ID, id)
		if err != nil {
			return err
		}
		switch in.Do {
		case doDeliverable:
			f.IsDeliverable = true
		case doPlain:
			f.IsDeliverable, f.AskedAt, f.PublishedAt = false, nil, nil
		case doWithdraw:
			f.AskedAt, f.PublishedAt = nil, nil
		case doAsk:
			return s.askTeam(tx, w, f, in.Version)
		default:
			return models.NewError(models.CodeInvalid, "error.invalid")
		}
		return tx.ProjectFiles().Update(f, in.Version)
	})
}

// askTeam asks everybody in the team. A person who leads and asks agrees by that.
func (s *Work) askTeam(tx *models.Tx, w *worker, f *models.ProjectFile, version int) error {
	if !f.IsDeliverable || f.PublishedAt != nil {
		return models.NewError(models.CodeConflict, "work.not_deliverable")
	}
	isAsked := f.AskedAt != nil
	f.AskedAt = &tx.Now
	if err := tx.ProjectFiles().Update(f, version); err != nil {
		return err
	}
	if !isAsked {
		if err := tx.ProjectFiles().AskAnew(f); err != nil {
			return err
		}
	}
	if w.me != nil {
		err := tx.ProjectFiles().Reply(&models.FileReply{FileID: f.ID, MemberID: w.me.ID, Agrees: true})
		if err != nil {
			return err
		}
	}
	if err := queuePublish(tx, w, f); err != nil {
		return err
	}
	return settleFile(tx, w, f)
}

// settleFile publishes a file once everybody in the team agreed, and takes it back once somebody does not. Who joins
// after that is not asked; nobody's yes is none.
func settleFile(tx *models.Tx, w *worker, f *models.ProjectFile) error {
	team, err := tx.Projects().Team(w.ID)
	if err != nil {
		return err
	}
	replies, err := tx.ProjectFiles().Replies(w.ID)
	if err != nil {
		return err
	}
	shown := fileOf(f, w, team, replies[f.ID])
	publishes := len(shown.Refuse) == 0 && len(shown.Agree) > 0 && len(shown.Silent) == 0
	switch {
	case publishes && f.PublishedAt == nil:
		f.PublishedAt = &tx.Now
	case !publishes && f.PublishedAt != nil:
		f.PublishedAt = nil
	default:
		return nil
	}
	return tx.ProjectFiles().Update(f, f.Version)
}

// Agree stores what somebody of the team says to the publication of a file; a no takes it back at once, also from who
// left the team. Errors: NotFound, also for coordinators; Invalid for what is no reply; Conflict where it is not asked.
func (s *Work) Agree(ctx context.Context, by By, id string, in *ReplyInput) error {
	agrees, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		w, err := s.worker(tx.Query, by)
		if err != nil {
			return err
		}
		f, err := tx.ProjectFiles().Of(w.ID, id)
		switch {
		case err != nil:
			return err
		case w.me == nil, !w.isIn() && !w.is(f.MemberID):
			return errGone
		case f.AskedAt == nil:
			return models.NewError(models.CodeConflict, "work.not_asked")
		}
		err = tx.ProjectFiles().Reply(&models.FileReply{FileID: f.ID, MemberID: w.me.ID, Agrees: agrees})
		if err != nil {
			return err
		}
		return settleFile(tx, w, f)
	})
}

// Published reads a file that everybody may see. Errors: NotFound.
func (s *Work) Published(ctx context.Context, id string) (*models.ProjectFile, error) {
	if !models.ValidID(id) {
		return nil, errGone
	}
	return s.db.Query(ctx).ProjectFiles().Published(id)
}

// Says is what the person said to its publication, "" for nothing yet.
func (f *File) Says() string { return says(f.Own) }

// Kilobytes is how large a file is.
func (f *File) Kilobytes() int { return (f.Size + 1023) / 1024 }
