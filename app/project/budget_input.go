package project

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

// BudgetInput is what is typed about a budget: the share in percent, the working time in hours.
type BudgetInput struct {
	Version    int                 `form:"version"`
	Name       string              `form:"name"`
	Share      string              `form:"share"`
	MonthHours string              `form:"month_hours"`
	Period     models.BudgetPeriod `form:"period"`
	Carries    bool                `form:"carries"`
	Counts     models.BudgetTime   `form:"counts"`
	WarnAt     string              `form:"warn_at"`
	FromMonth  string              `form:"from_month"`
	UntilMonth string              `form:"until_month"`
}

// NewBudget is what the form begins with: a tenth of a usual month's working time.
func NewBudget(now time.Time) *BudgetInput {
	return &BudgetInput{
		Share: "10", MonthHours: "155", Period: models.BudgetMonth, Counts: models.BudgetWork, WarnAt: "80",
		FromMonth: now.In(models.DefaultZone).Format(models.MonthLayout),
	}
}

// BudgetInputOf is what the form shows of a budget.
func BudgetInputOf(b *models.HourBudget) *BudgetInput {
	return &BudgetInput{
		Version: b.Version, Name: b.Name, Share: Share(b.Permille), MonthHours: Hours(b.MonthMinutes), Period: b.Period,
		Carries: b.Carries, Counts: b.Counts, WarnAt: strconv.Itoa(b.WarnAt), FromMonth: b.FromMonth,
		UntilMonth: b.UntilMonth,
	}
}

// Share is a share in thousandths as percent: 7.5.
func Share(permille int) string { return strconv.FormatFloat(float64(permille)/10, 'f', -1, 64) }

// mostMonthHours is the most working time of a month.
const mostMonthHours = 744

// decimal reads a number from minimum to maximum, and returns it times factor.
func decimal(c *check.Checker, field, typed string, minimum, maximum, factor float64) int {
	typed = text.CleanLine(typed)
	if typed == "" {
		c.Fault(field, "field.required")
		return 0
	}
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || math.IsNaN(n) || n < minimum || n > maximum {
		c.Fault(field, "budget.number", "min", minimum, "max", maximum)
		return 0
	}
	return int(math.Round(n * factor))
}

func (in *BudgetInput) read() (*models.HourBudget, error) {
	c := check.New()
	b := &models.HourBudget{
		Name:         c.NoURL("name", c.Line("name", in.Name, maxTitle, check.Required)),
		Permille:     decimal(c, "share", in.Share, 0.1, 100, 10),
		MonthMinutes: decimal(c, "month_hours", in.MonthHours, 1, mostMonthHours, 60),
		Period:       check.Choice(c, "period", in.Period, models.BudgetPeriods), Carries: in.Carries,
		Counts:    check.Choice(c, "counts", in.Counts, models.BudgetTimes),
		WarnAt:    c.Int("warn_at", in.WarnAt, 1, 100, check.Required),
		FromMonth: readMonth(c, "from_month", in.FromMonth, check.Required),
	}
	b.UntilMonth = readMonth(c, "until_month", in.UntilMonth, check.Optional)
	if b.UntilMonth != "" && b.UntilMonth < b.FromMonth {
		c.Fault("until_month", "budget.ends_before")
	}
	return b, c.Err()
}

func readMonth(c *check.Checker, field, typed string, requirement check.Requirement) string {
	typed = text.CleanLine(typed)
	if typed == "" && requirement == check.Required {
		c.Fault(field, "field.required")
	}
	if typed == "" {
		return ""
	}
	if at := monthOf(typed); at.Year() < 2000 || at.Year() > 2100 {
		c.Fault(field, "budget.month_form")
	}
	return typed
}

// BudgetOf finds a budget of an organization. Who keeps the register calls it. Errors: NotFound.
func (s *Service) BudgetOf(ctx context.Context, o *models.Organization, id string) (*models.HourBudget, error) {
	return s.db.Query(ctx).HourBudgets().In(o.ID, id)
}

// SaveBudget stores a budget, a new one without an id; what was reckoned follows at once, in past periods too. Who
// keeps the register calls it. Errors: NotFound; Invalid with the fields at fault; Conflict where somebody else changed
// it since.
func (s *Service) SaveBudget(ctx context.Context, o *models.Organization, id string, in *BudgetInput) error {
	typed, err := in.read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		b := *typed
		b.OrganizationID = o.ID
		if id != "" {
			before, err := tx.HourBudgets().In(o.ID, id)
			if err != nil {
				return err
			}
			b.ID, b.CreatedAt = before.ID, before.CreatedAt
		}
		if err := tx.HourBudgets().Save(&b, in.Version); err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: b.ID})
		return nil
	})
}

// RemoveBudget deletes a budget; hours stay. Who keeps the register calls it. Errors: NotFound; Conflict where somebody
// else changed it since.
func (s *Service) RemoveBudget(ctx context.Context, o *models.Organization, id string, in *RemoveInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.HourBudgets().In(o.ID, id)
		if err != nil {
			return err
		}
		tx.About(models.AuditSubject{ID: b.ID})
		return tx.HourBudgets().Remove(b, in.Version)
	})
}

// BudgetPersonInput is the working time of a person; "" for that of everybody, 0 for no budget.
type BudgetPersonInput struct {
	MonthHours string `form:"month_hours"`
}

// SaveBudgetPerson stores it. Who keeps the register calls it. Errors: NotFound; Invalid with the field at fault.
func (s *Service) SaveBudgetPerson(
	ctx context.Context, o *models.Organization, budgetID, memberID string, in *BudgetPersonInput,
) error {
	c := check.New()
	var minutes *int
	if strings.TrimSpace(in.MonthHours) != "" {
		n := decimal(c, "month_hours", in.MonthHours, 0, mostMonthHours, 60)
		minutes = &n
	}
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.HourBudgets().In(o.ID, budgetID)
		if err != nil {
			return err
		}
		list, err := tx.Affiliations().OfOrganization(o.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(a models.Affiliation) bool { return a.MemberID == memberID && !a.IsErased() }) {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		tx.About(models.AuditSubject{ID: memberID})
		return tx.HourBudgets().SetPerson(b.ID, memberID, minutes)
	})
}
