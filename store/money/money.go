// Package money keeps amounts as whole minor units with their currency: cents for EUR, yen for JPY, fils for BHD. It
// never uses floating point.
package money

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// Amount is a sum of money; the zero Amount is none at all.
type Amount struct {
	Minor    int64  `json:"minor"`    // in the currency's smallest unit
	Currency string `json:"currency"` // ISO 4217, such as "EUR"
}

// The errors of Parse and Add.
var (
	ErrCurrency = errors.New("not a currency: write its three letters, such as EUR")
	ErrAmount   = errors.New("not an amount: write digits and at most one point, such as 1500 or 1500.50")
	ErrMixed    = errors.New("two currencies cannot be added")
	ErrTooLarge = errors.New("the amount is too large")
)

// Digits is how many decimal places a currency has by ISO 4217: 2 for EUR, 0 for JPY, 3 for BHD.
func Digits(code string) (int, error) {
	unit, err := currency.ParseISO(code)
	if err != nil || unit.String() != code {
		return 0, ErrCurrency
	}
	scale, _ := currency.Standard.Rounding(unit)
	return scale, nil
}

var plain = regexp.MustCompile(`^[0-9]{1,18}(\.[0-9]+)?$`)

// Parse reads digits with at most one decimal point. Separators of thousands and decimal commas are refused, because
// "1.500" and "1,500" mean two things in two countries. More places than the currency has are refused too.
func Parse(digits, code string) (Amount, error) {
	places, err := Digits(code)
	if err != nil {
		return Amount{}, err
	}
	digits = strings.TrimSpace(digits)
	if !plain.MatchString(digits) {
		return Amount{}, ErrAmount
	}
	whole, part, _ := strings.Cut(digits, ".")
	part = strings.TrimRight(part, "0")
	if len(part) > places {
		return Amount{}, fmt.Errorf("%s has %d decimal places", code, places)
	}
	minor, err := strconv.ParseInt(whole+part+strings.Repeat("0", places-len(part)), 10, 64)
	if err != nil {
		return Amount{}, ErrTooLarge
	}
	return Amount{Minor: minor, Currency: code}, nil
}

// IsZero tells whether nothing is owed.
func (a Amount) IsZero() bool { return a.Minor == 0 }

// String writes the amount for people, as "EUR 1,500.50", "JPY 1,500"; "" for the zero Amount. Parse does not read it.
func (a Amount) String() string {
	if a.Currency == "" {
		return ""
	}
	number, point := a.Decimal(), ""
	if whole, part, found := strings.Cut(number, "."); found {
		number, point = whole, "."+part
	}
	for at := len(number) - 3; at > 0 && number[at-1] != '-'; at -= 3 {
		number = number[:at] + "," + number[at:]
	}
	return a.Currency + " " + number + point
}

// Decimal writes the amount without its currency, as Parse reads it, with all places of the currency.
func (a Amount) Decimal() string {
	places, err := Digits(a.Currency)
	if err != nil {
		places = 0
	}
	sign, minor := "", new(big.Int).SetInt64(a.Minor)
	if minor.Sign() < 0 {
		sign = "-"
		minor.Neg(minor)
	}
	digits := fmt.Sprintf("%0*s", places+1, minor.String())
	if places == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}

// Add is a and b. The zero Amount can be added to any currency.
func (a Amount) Add(b Amount) (Amount, error) {
	switch {
	case a.Currency == "":
		return b, nil
	case b.Currency == "":
		return a, nil
	case a.Currency != b.Currency:
		return Amount{}, ErrMixed
	}
	sum := a.Minor + b.Minor
	if (sum > a.Minor) != (b.Minor > 0) && b.Minor != 0 {
		return Amount{}, ErrTooLarge
	}
	return Amount{Minor: sum, Currency: a.Currency}, nil
}

// Part is a times share of whole, rounded down to the minor unit: Part(30, 100) is 30 percent. It fails when whole is
// not positive or the result does not fit.
func (a Amount) Part(share, whole int64) (Amount, error) {
	if whole <= 0 {
		return Amount{}, ErrAmount
	}
	product := new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(share))
	product.Div(product, big.NewInt(whole)) // Euclidean: also down for negative amounts
	if !product.IsInt64() || product.Int64() == math.MinInt64 {
		return Amount{}, ErrTooLarge
	}
	return Amount{Minor: product.Int64(), Currency: a.Currency}, nil
}

// Split is a in as many parts as there are percents, which add up to 100; what rounding leaves goes to the last part,
// so that the parts add up to a.
func (a Amount) Split(percents []int) ([]Amount, error) {
	parts, left, total := make([]Amount, len(percents)), a.Minor, 0
	for i, percent := range percents {
		total += percent
		part, err := a.Part(int64(percent), 100)
		if err != nil {
			return nil, err
		}
		parts[i] = part
		left -= part.Minor
	}
	if total != 100 {
		return nil, fmt.Errorf("the parts add up to %d percent, not to 100", total)
	}
	parts[len(parts)-1].Minor += left
	return parts, nil
}
