package web

import (
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"meguri/app/service/paths"
	"meguri/app/service/player"
	"meguri/app/service/security"
	"meguri/models"
)

// requestTime is how long a request may take; downloads of large lists need most of it.
const requestTime = 60 * time.Second

// use adds what every request goes through, outermost first.
func (k *Kit) use(e *echo.Echo) {
	e.Use(
		queueListeners(), plainRequestID,
		middleware.RequestIDWithConfig(middleware.RequestIDConfig{Generator: models.NewAnonymousID}),
		k.observe, middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: logPanic}), k.tellScheme, k.secure,
		middleware.BodyLimit("6M"),
		middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{Timeout: requestTime, Skipper: k.limitsItself}),
		readableAddress, k.chooseLanguage, withOrigin, k.auditSigning, sameSite(), guards{k}.findLogin,
	)
}

var requestIDs = regexp.MustCompile(`^[0-9A-Za-z._-]{1,64}$`)

// plainRequestID forgets a request's id from outside that is not one: it would be written into the log and every
// answer.
func plainRequestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if header := c.Request().Header; !requestIDs.MatchString(header.Get(echo.HeaderXRequestID)) {
			header.Del(echo.HeaderXRequestID)
		}
		return next(c)
	}
}

// observe logs and counts each request by its route: the address itself may hold a secret.
func (k *Kit) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := k.clock.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took := k.clock.Now().Sub(start)
		status := c.Response().Status
		if (isAnswering(c.Path()) || listens(c.Path())) && status < http.StatusInternalServerError {
			return nil
		}
		k.metrics.count(c.Request().Method, c.Path(), status, took)
		slog.LogAttrs(
			c.Request().Context(), slog.LevelInfo, "request", slog.String("request_id", requestID(c)),
			slog.String("method", c.Request().Method), slog.String("route", c.Path()), slog.Int("status", status),
			slog.Int64("ms", took.Milliseconds()), slog.Int64("bytes", c.Response().Size),
		)
		return nil
	}
}

// isAnswering reports whether a route is part of answering a survey. When somebody answers is neither counted nor
// logged: who sees the results before and after would know who wrote what is new.
func isAnswering(route string) bool {
	return strings.HasPrefix(route, string(paths.OfAttendee(":token").Survey("")))
}

// readableAddress refuses addresses that hold a zero byte or broken UTF-8: nothing of ours has one, and databases
// choke on them.
func readableAddress(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		address := c.Request().URL.Path
		if query, err := url.QueryUnescape(c.Request().URL.RawQuery); err == nil && query != "" {
			address += query
		}
		if !utf8.ValidString(address) || strings.ContainsRune(address, 0) {
			return models.NewError(models.CodeNotFound, "error.not_found")
		}
		return next(c)
	}
}

// sameSite refuses what a browser sends from a page of another site, by what it tells of that (Fetch Metadata, Origin).
func sameSite() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if protection.Check(c.Request()) != nil {
				return models.NewError(models.CodeForbidden, "error.other_site")
			}
			return next(c)
		}
	}
}

func logPanic(c echo.Context, err error, stack []byte) error {
	slog.Error("panic", "request_id", requestID(c), "route", c.Path(), "error", err, "stack", string(stack))
	return err
}

const contentPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; " +
	"frame-ancestors 'none'"

// AllowPlayers lets this page alone show players of other sites.
func AllowPlayers(c echo.Context, players ...player.Player) {
	frames, media := "", ""
	for _, p := range players {
		switch p.Kind {
		case player.Frame:
			frames += " " + p.Origin
		case player.HLS:
			media += " " + p.Origin
		case player.Link:
		}
	}
	policy := strings.Replace(contentPolicy, "frame-src 'self'", "frame-src 'self'"+frames, 1)
	if media != "" {
		policy += "; media-src 'self' blob:" + media + "; connect-src 'self'" + media
	}
	c.Response().Header().Set("Content-Security-Policy", policy)
}

// secureHeaders keep a page from being framed, sniffed, or leaking its address. The texts are shared by all
// answers: nobody changes them in place.
var secureHeaders = http.Header{
	"Content-Security-Policy": {contentPolicy},
	"X-Content-Type-Options":  {"nosniff"},
	"Referrer-Policy":         {"same-origin"},
	"Permissions-Policy":      {"camera=(self), microphone=(), geolocation=()"},
	"Cache-Control":           {"no-store"},
}

func (k *Kit) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header, path := c.Response().Header(), c.Request().URL.Path
		maps.Copy(header, secureHeaders)
		if IsHTTPS(c) && k.hsts != "" {
			header.Set("Strict-Transport-Security", k.hsts)
		}
		if holdsSecret(path) {
			header.Set("Referrer-Policy", "no-referrer")
			header.Set("X-Robots-Tag", "noindex")
		}
		return next(c)
	}
}

// withOrigin notes for the security log from which network a request comes.
func withOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		origin := &security.Origin{Network: Network(c.RealIP())}
		c.SetRequest(c.Request().WithContext(security.WithOrigin(c.Request().Context(), origin)))
		return next(c)
	}
}

// tellOrigin notes for the security log who sends a request: the id of an account or an API token.
func tellOrigin(c echo.Context, account string) {
	security.OriginOf(c.Request().Context()).Account = account
}

// holdsSecret reports whether the address of a page opens it.
func holdsSecret(path string) bool {
	return slices.ContainsFunc(
		[]string{
			paths.AttendeePrefix, paths.ResetPrefix, paths.InvitationPrefix, paths.CertificatePrefix, paths.NewsPrefix,
			paths.SpeakerPrefix, paths.MyCalendarPrefix, paths.AddressPrefix, paths.CaptionPrefix, paths.ResultPrefix,
			paths.LotterySealPrefix, paths.SurveyLinkPrefix, paths.FollowingPrefix,
			paths.MeOpenPrefix, paths.MeProvePrefix, paths.OfferPrefix, paths.TeamPrefix,
			paths.JoinPrefix, paths.ReviewPrefix, paths.WishPrefix,
		},
		func(prefix string) bool { return strings.HasPrefix(path, prefix) },
	)
}

func (k *Kit) tellScheme(next echo.HandlerFunc) echo.HandlerFunc {
	https := strings.HasPrefix(k.BaseURL, "https://")
	return func(c echo.Context) error {
		c.Set(keyHTTPS, https)
		return next(c)
	}
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
