// Outside interaction data as CSV: its columns, and every mistake with its line.

package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vouch/digest/evaluate"
)

const (
	// lines of data
	maxInteractions = 5_000_000 // about 600 MB of memory
	maxMistakes     = 10        // shown; a file in the wrong shape has one on each line
	maxDataTopics   = 20        // of one item
	checkEvery      = 1 << 14   // lines between two looks at the context and the progress line
)

// interactionColumns are the columns, and which of them must be there. Order does not
// matter, and names may be written in any case.
var interactionColumns = map[string]bool{"person": true, "item": true, "time": true, "liked": true,
	"persona": false, "topics": false}

// timeLayouts are the dates that are understood, beside seconds since 1970. Day and month
// in other orders are ambiguous. Without a zone they are taken for UTC.
var timeLayouts = []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04",
	time.DateOnly}

// interactionReader reads the lines; equal texts are kept once. columns are those of the first line in its order; texts
// and topics hold the first copy of each text and of each list of topics.
type interactionReader struct {
	columns []string
	texts   map[string]string
	topics  map[string][]string
}

// parseInteractions reads the whole of r, which is size bytes long (0: not known). A file
// with mistakes is refused as a whole, because figures on what is left would be about
// something else; the error lists the first of them. progress gets the share read.
func parseInteractions(ctx context.Context, r io.Reader, size int64,
	progress func(share float64)) ([]evaluate.Interaction, error) {
	lines := csv.NewReader(withoutMark(r))
	lines.FieldsPerRecord = -1
	lines.TrimLeadingSpace = true
	// The record is overwritten by the next Read; what is kept of it goes through once.
	lines.ReuseRecord = true
	reader, err := newInteractionReader(lines)
	if err != nil {
		return nil, err
	}
	var list []evaluate.Interaction
	var mistakes []string
	// n counts the lines of data, those with mistakes as well.
	for n := 1; ; n++ {
		record, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err // carries the line; after a broken quote everything would be guessed
		}
		if n > maxInteractions {
			return nil, fmt.Errorf("more than %d lines: evaluate a part of the data", maxInteractions)
		}
		line, _ := lines.FieldPos(0)
		interaction, mistake := reader.read(record)
		if mistake != "" {
			// Ten are enough to see what is wrong with the export; reading on would only cost time.
			if mistakes = append(mistakes, fmt.Sprintf("line %d: %s", line, mistake)); len(mistakes) == maxMistakes {
				break
			}
			continue
		}
		list = append(list, interaction)
		if n%checkEvery == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if size > 0 {
				progress(min(1, float64(lines.InputOffset())/float64(size)))
			}
		}
	}
	if len(mistakes) > 0 {
		return nil, errors.New(strings.Join(mistakes, "\n"))
	}
	if len(list) == 0 {
		return nil, errors.New("the file has a first line and no data")
	}
	return list, nil
}

// newInteractionReader understands the first line. An unknown column is refused like a
// missing one: it may be a needed one that was mistyped.
func newInteractionReader(lines *csv.Reader) (*interactionReader, error) {
	header, err := lines.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, err
	}
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return nil, errors.New("line 1: the columns are separated by semicolons or tabs: save the file with commas")
	}
	r := &interactionReader{texts: map[string]string{}, topics: map[string][]string{}}
	for _, cell := range header {
		if !utf8.ValidString(cell) {
			return nil, fmt.Errorf("line 1: %w", errNotUTF8)
		}
		column := strings.ToLower(strings.TrimSpace(cell))
		if _, known := interactionColumns[column]; !known {
			return nil, fmt.Errorf("line 1: unknown column %q: known are person, persona, item, topics, time, liked", cell)
		}
		if slices.Contains(r.columns, column) {
			return nil, fmt.Errorf("line 1: the column %s stands there twice", column)
		}
		r.columns = append(r.columns, column)
	}
	for _, column := range []string{"person", "item", "time", "liked"} {
		if !slices.Contains(r.columns, column) {
			return nil, fmt.Errorf("line 1: the column %s is missing", column)
		}
	}
	return r, nil
}

// read understands one line; mistake is "" or a sentence. The first mistake of the line is told.
func (r *interactionReader) read(record []string) (in evaluate.Interaction, mistake string) {
	if len(record) != len(r.columns) {
		return in, fmt.Sprintf("%d cells where the first line has %d", len(record), len(r.columns))
	}
	for i, cell := range record {
		column, cell := r.columns[i], strings.TrimSpace(cell)
		switch {
		case !utf8.ValidString(cell):
			return in, column + ": " + errNotUTF8.Error()
		// Topics are bounded by their number instead.
		case utf8.RuneCountInString(cell) > maxCell && column != "topics":
			return in, fmt.Sprintf("%s: longer than %d characters", column, maxCell)
		case cell == "" && interactionColumns[column]:
			return in, column + " is empty"
		}
		if mistake := r.set(&in, column, cell); mistake != "" {
			return in, column + ": " + mistake
		}
	}
	return in, ""
}

// set stores one cell; mistake is "" or a sentence.
func (r *interactionReader) set(in *evaluate.Interaction, column, cell string) (mistake string) {
	switch column {
	case "person":
		in.Person = r.once(cell)
	case "persona":
		in.Persona = r.once(cell)
	case "item":
		in.Item = r.once(cell)
	case "topics":
		in.Topics, mistake = r.topicsOf(cell)
	case "time":
		in.Time, mistake = timeOf(cell)
	case "liked":
		in.Liked, mistake = likedOf(cell)
	}
	return mistake
}

// once gives the first copy of a text, so that a million lines of the same person hold the name once. The clone cuts it
// loose from its line: cells share the memory of the whole record.
func (r *interactionReader) once(text string) string {
	if known, ok := r.texts[text]; ok {
		return known
	}
	text = strings.Clone(text)
	r.texts[text] = text
	return text
}

// topicsOf splits the topics of an item. They come back sorted, in small letters and each
// once. Lists are shared between interactions and must not be changed.
func (r *interactionReader) topicsOf(cell string) (topics []string, mistake string) {
	if known, ok := r.topics[cell]; ok {
		return known, ""
	}
	for topic := range strings.FieldsFuncSeq(strings.ToLower(cell), func(c rune) bool { return c == ';' || c == '|' }) {
		if topic = strings.TrimSpace(topic); topic != "" {
			topics = append(topics, r.once(topic))
		}
	}
	slices.Sort(topics)
	topics = slices.Compact(topics)
	if len(topics) > maxDataTopics {
		return nil, fmt.Sprintf("more than %d", maxDataTopics)
	}
	r.topics[strings.Clone(cell)] = topics
	return topics, ""
}

// timeOf reads a date, a moment, or seconds since 1970. All times are given in UTC.
func timeOf(cell string) (moment time.Time, mistake string) {
	if seconds, err := strconv.ParseFloat(cell, 64); err == nil {
		// Between 1973 and 5138: smaller numbers are years or indexes, larger ones milliseconds.
		if !(seconds >= 1e8 && seconds < 1e11) {
			return moment, fmt.Sprintf("%s are no seconds since 1970", cell)
		}
		// A fraction of a second is kept as well as a float64 of this size can.
		whole, part := math.Modf(seconds)
		return time.Unix(int64(whole), int64(part*1e9)).UTC(), ""
	}
	for _, layout := range timeLayouts {
		if moment, err := time.Parse(layout, cell); err == nil {
			return moment.UTC(), ""
		}
	}
	return moment, fmt.Sprintf("%q is no time: write 2026-03-02, 2026-03-02T09:30:00Z or seconds since 1970", cell)
}

// likedOf reads yes and no; numbers above zero are yes, so that clicks and ratings less their middle can be given.
func likedOf(cell string) (liked bool, mistake string) {
	switch strings.ToLower(cell) {
	case "yes", "y", "true":
		return true, ""
	case "no", "n", "false":
		return false, ""
	}
	if number, err := strconv.ParseFloat(cell, 64); err == nil && !math.IsNaN(number) {
		return number > 0, ""
	}
	return false, fmt.Sprintf("%q is neither yes nor no nor a number", cell)
}

// withoutMark drops the byte order mark that spreadsheets put first. A file shorter than the mark is given on as it is.
func withoutMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3) // cannot fail: the bytes are buffered
	}
	return buffered
}

var errNotUTF8 = errors.New("not UTF-8: save the file as \"CSV UTF-8\"")
