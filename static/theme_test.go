package static

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	declaration = regexp.MustCompile(`(--[\w-]+):\s*([^;]+);`)
	reference   = regexp.MustCompile(`^var\((--[\w-]+)\)$`)
	colour      = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\brgba?\(|--color-(primitive|neutral|semantic)`)
)

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal("run `make assets` first: ", err)
	}
	return string(content)
}

// themes are the custom properties in the light and in the dark.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	light, dark, _ := strings.Cut(read(t, "css/theme.css"), "@media (prefers-color-scheme: dark)")
	tokens := read(t, "../node_modules/@digital-go-jp/design-tokens/dist/tokens.css")
	return map[string]map[string]string{"light": properties(tokens + light), "dark": properties(tokens + light + dark)}
}

func properties(css string) map[string]string {
	values := map[string]string{}
	for _, m := range declaration.FindAllStringSubmatch(css, -1) {
		values[m[1]] = m[2]
	}
	return values
}

func resolve(values map[string]string, name string) string {
	for {
		m := reference.FindStringSubmatch(values[name])
		if m == nil {
			return values[name]
		}
		name = m[1]
	}
}

// luminance follows WCAG 2.2, "relative luminance".
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatalf("%q is no colour of six digits", hex)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestColoursStandOut(t *testing.T) {
	grounds := []string{"--page", "--surface", "--surface-sunken"}
	pairs := map[string]float64{}
	for _, ground := range grounds {
		for _, text := range []string{"--color-text", "--color-soft", "--accent", "--link", "--error"} {
			pairs[text+" "+ground] = 4.5
		}
		pairs["--line-field "+ground], pairs["--focus "+ground] = 3, 3
	}
	for _, tone := range []string{"--tone-1", "--tone-2", "--tone-3", "--tone-4"} {
		pairs["--color-text "+tone+"-soft"], pairs["--color-soft "+tone+"-soft"] = 4.5, 4.5
		pairs[tone+" --surface"], pairs[tone+" --page"], pairs[tone+" "+tone+"-soft"] = 3, 3, 3
	}
	for _, state := range []string{"--ok", "--warn", "--error", "--info"} {
		pairs[state+" "+state+"-soft"], pairs["--color-text "+state+"-soft"] = 4.5, 4.5
	}
	for _, text := range []string{"--accent", "--accent-strong", "--color-text", "--color-soft"} {
		pairs[text+" --accent-soft"] = 4.5
	}
	pairs["--on-accent --accent"], pairs["--on-accent --accent-strong"], pairs["--surface --ok"] = 4.5, 4.5, 4.5
	pairs["--mark-1 --surface"], pairs["--mark-1 --surface-sunken"], pairs["--mark-2 --surface-sunken"] = 3, 3, 3
	for _, palette := range []string{"green", "blue", "rose", "brown", "teal", "violet", "olive", "navy"} {
		for _, ground := range grounds {
			pairs["--ev-"+palette+" "+ground] = 4.5
		}
	}
	for name, values := range themes(t) {
		t.Run(name, func(t *testing.T) {
			for pair, least := range pairs {
				a, b, _ := strings.Cut(pair, " ")
				if got := contrast(t, opaque(resolve(values, a)), opaque(resolve(values, b))); got < least {
					t.Errorf("%s on %s: %.2f, at least %.1f is needed", a, b, got, least)
				}
			}
		})
	}
}

// opaque writes #abc as #aabbcc.
func opaque(hex string) string {
	if len(hex) == 4 {
		return fmt.Sprintf("#%c%c%c%c%c%c", hex[1], hex[1], hex[2], hex[2], hex[3], hex[3])
	}
	return hex
}

// A colour that is named outside of the theme is forgotten in the dark.
func TestOnlyTheThemeNamesColours(t *testing.T) {
	files, err := filepath.Glob("css/*.css")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "theme.css") || strings.HasSuffix(file, "print.css") {
			continue
		}
		for i, line := range strings.Split(read(t, file), "\n") {
			if found := colour.FindString(line); found != "" {
				t.Errorf("%s:%d names %s", file, i+1, found)
			}
		}
	}
}
