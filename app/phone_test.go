package main

import (
	"context"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// phone is one with Chromium. MEGURI_TEST_CHROMIUM names the program, as `make test` does.
type phone struct {
	t    *testing.T
	ctx  context.Context
	base string
}

func newPhone(t *testing.T, base string, options ...chromedp.ExecAllocatorOption) *phone {
	t.Helper()
	options = append(append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox), options...)
	if path := os.Getenv("MEGURI_TEST_CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &phone{t, ctx, base}
	b.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	return b
}

func (b *phone) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *phone) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// prefers sets the colour scheme of the system: light or dark.
func (b *phone) prefers(scheme string) {
	b.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		return err
	}))
}

// signIn is what a member of staff does.
func (b *phone) signIn(email, password string) {
	b.t.Helper()
	b.open("/staff/login")
	b.do(chromedp.SetValue("#email", email), chromedp.SetValue("#password", password), chromedp.Submit("#password"), chromedp.WaitVisible("body.staff"))
}

// look runs a script that answers with a value.
func look[T any](b *phone, script string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return value
}
