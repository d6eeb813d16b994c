// Tests of amounts: currencies with and without minor units, rounding, and what is refused.

package money_test

import (
	"errors"
	"math"
	"testing"

	"vouch/store/money"
)

func TestParse_Currencies(t *testing.T) {
	for _, row := range []struct {
		digits, code string
		minor        int64
		shown        string
	}{
		{"1500", "EUR", 150000, "EUR 1,500.00"},
		{"1500.5", "USD", 150050, "USD 1,500.50"},
		{"1500.500", "USD", 150050, "USD 1,500.50"},
		{"0.05", "EUR", 5, "EUR 0.05"},
		{"1500", "JPY", 1500, "JPY 1,500"},
		{"1.234", "BHD", 1234, "BHD 1.234"},
		{"1234567.891", "BHD", 1234567891, "BHD 1,234,567.891"},
	} {
		amount, err := money.Parse(row.digits, row.code)
		if err != nil || amount.Minor != row.minor || amount.String() != row.shown {
			t.Errorf("Parse(%q, %q) = %v (%d), %v; want %q", row.digits, row.code, amount, amount.Minor, err, row.shown)
		}
	}
	for _, row := range [][2]string{{"1.500,00", "EUR"}, {"1,500", "EUR"}, {"-5", "EUR"}, {"", "EUR"}, {"1e3", "EUR"},
		{"1.005", "EUR"}, {"1.5", "JPY"}, {"5", "euro"}, {"5", "eur"}, {"5", ""}, {"999999999999999999", "BHD"}} {
		if amount, err := money.Parse(row[0], row[1]); err == nil {
			t.Errorf("Parse(%q, %q) = %v, want an error", row[0], row[1], amount)
		}
	}
}

func TestAmount_SplitLosesNothing(t *testing.T) {
	parts, err := money.Amount{Minor: 100001, Currency: "EUR"}.Split([]int{33, 33, 34})
	if err != nil || parts[0].Minor != 33000 || parts[1].Minor != 33000 || parts[2].Minor != 34001 {
		t.Errorf("Split = %v, %v", parts, err)
	}
	if _, err := (money.Amount{Minor: 100, Currency: "EUR"}).Split([]int{50, 40}); err == nil {
		t.Error("90 percent were accepted as a whole")
	}
}

func TestAmount_AddRefuses(t *testing.T) {
	euros := money.Amount{Minor: 1, Currency: "EUR"}
	if _, err := euros.Add(money.Amount{Minor: 1, Currency: "USD"}); !errors.Is(err, money.ErrMixed) {
		t.Errorf("two currencies were added: %v", err)
	}
	if _, err := euros.Add(money.Amount{Minor: math.MaxInt64, Currency: "EUR"}); !errors.Is(err, money.ErrTooLarge) {
		t.Errorf("a sum too large was accepted: %v", err)
	}
	if sum, err := euros.Add(money.Amount{Minor: -2, Currency: "EUR"}); err != nil || sum.Decimal() != "-0.01" {
		t.Errorf("1 - 2 = %v, %v", sum, err)
	}
	if words := (money.Amount{Minor: -12345678, Currency: "EUR"}).String(); words != "EUR -123,456.78" {
		t.Errorf("less than nothing is %s", words)
	}
	if words := (money.Amount{Minor: -123, Currency: "JPY"}).String(); words != "JPY -123" {
		t.Errorf("less than nothing is %s", words)
	}
	if sum, err := (money.Amount{}).Add(euros); err != nil || sum != euros {
		t.Errorf("nothing and one cent = %v, %v", sum, err)
	}
}
