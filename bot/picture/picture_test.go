// Tests of pictures: the same input gives the same picture, names stay in their place and never become boxes, and what
// is written can be read.

package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"math"
	"runtime"
	"strings"
	"testing"
)

// most is how many bytes a picture may have.
const most = 60_000

// sampleBoard has a name of each kind.
func sampleBoard() Board {
	return Board{Unit: "points", Far: 4, Rows: []Row{{1, "Grace Hopper", "140", 1, false},
		{2, "Łukasz Żółć-Ångström", "90", 0.64, false},
		{3, "山田太郎", "85", 0.6, false}, {4, strings.Repeat("Wolfeschlegel ", 6)[:80], "70", 0.5, false},
		{0, "Nguyễn Văn An 🎉", "22", 0.2, false}, {0, "You", "20", math.NaN(), true}, {0, "محمد", "12345", -1, false}}}
}

// pictures are one of each kind.
func pictures() map[string]func() []byte {
	return map[string]func() []byte{
		"board": sampleBoard().PNG,
		"hire":  Moment{"+100", "points", "Your referral was hired", "Thank you for vouching for them."}.PNG,
		"star": Moment{Title: "Your story is live",
			Words: strings.Repeat("Colleagues find it in the library. ", 9)}.PNG,
		"board of ten":  Board{Unit: "points", Far: 10, Rows: slicesOf(10)}.PNG,
		"board of none": Board{}.PNG,
	}
}

// slicesOf are so many rows.
func slicesOf(n int) (rows []Row) {
	for i := range n {
		rows = append(rows, Row{Place: i + 1, Name: "Somebody With A Long Name", Value: "1234", Part: 1 / float64(i+1)})
	}
	return rows
}

// decoded are a picture's pixels.
func decoded(tb testing.TB, raw []byte) image.Image {
	tb.Helper()
	shown, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		tb.Fatal(err)
	}
	return shown
}

func TestPNG_IsSmallAndAlwaysTheSame(t *testing.T) {
	want := map[string]string{"board": "addbba86cb7c5fc9", "hire": "8cfb39a7c27bc027", "star": "4a46ee399495a04f"}
	for name, draw := range pictures() {
		raw := draw()
		if len(raw) > most || !bytes.Equal(raw, draw()) {
			t.Errorf("%s has %d bytes, at most %d, and the same again: %v", name, len(raw), most, bytes.Equal(raw, draw()))
		}
		pixels := sha256.New()
		shown := decoded(t, raw)
		for y := range shown.Bounds().Dy() {
			for x := range shown.Bounds().Dx() {
				r, g, b, _ := shown.At(x, y).RGBA()
				pixels.Write([]byte{byte(r), byte(g), byte(b)})
			}
		}
		// Elsewhere products and sums may be rounded once instead of twice, which moves the edge of a letter.
		if sum := hex.EncodeToString(pixels.Sum(nil))[:16]; want[name] != "" && want[name] != sum &&
			runtime.GOARCH == "amd64" {
			t.Errorf("%s looks different: %s, want %s; look at it before you change the sum", name, sum, want[name])
		}
	}
}

// A long name ends before its bar.
func TestBoard_NamesKeepTheirPlace(t *testing.T) {
	shown := decoded(t, sampleBoard().PNG())
	for y := range shown.Bounds().Dy() {
		for x := nameAt + nameWidth + 6; x < barAt-1; x++ {
			if at := color.GrayModel.Convert(shown.At(x, y)).(color.Gray); at.Y < 0xd0 {
				t.Fatalf("something stands between name and bar, at %d, %d: %v", x, y, at)
			}
		}
	}
}

func TestShowable(t *testing.T) {
	for name, want := range map[string]string{
		"Grace Hopper": "Grace Hopper", "Łukasz Żółć": "Łukasz Żółć", "Νίκος": "Νίκος", "Дмитрий Щукин": "Дмитрий Щукин",
		"Zoe\u0308": "Zoë", "Nguyễn Văn An": "Nguyen Văn An", "Ada 🎉": "Ada", "👩‍💻": "", "山田太郎": "", "محمد": "", "דוד": "",
		"李 Wei": "Wei", "Anne-Marie O’Neill": "Anne-Marie O’Neill", "ก้อง Kong": "Kong", "": "", "…": "", "R2-D2": "R2-D2",
		"١٢٣":      "",
		"a\u202eb": "ab",
	} {
		if got := Showable(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
}

// w3.org/TR/WCAG22, 1.4.3.
func TestColors_CanBeRead(t *testing.T) {
	luminance := func(c color.RGBA) float64 {
		part := func(v uint8) float64 {
			if s := float64(v) / 255; s > 0.04045 {
				return math.Pow((s+0.055)/1.055, 2.4)
			}
			return float64(v) / 255 / 12.92
		}
		return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
	}
	type pair struct{ text, ground color.RGBA }
	pairs := []pair{{ink, paper}, {grey, paper}, {ink, mine}, {grey, mine}, {green, paper}, {green, track}}
	for _, medal := range medals {
		pairs = append(pairs, pair{ink, medal})
	}
	for _, p := range pairs {
		light, dark := max(luminance(p.text), luminance(p.ground)), min(luminance(p.text), luminance(p.ground))
		if contrast := (light + 0.05) / (dark + 0.05); contrast < 4.5 {
			t.Errorf("%v on %v has a contrast of %.1f", p.text, p.ground, contrast)
		}
	}
}

func BenchmarkBoard(b *testing.B) {
	for b.Loop() {
		sampleBoard().PNG()
	}
}
