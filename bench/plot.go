// Copyright 2026 The exithook Authors. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"text/template"
)

//go:embed plot.svg.tmpl
var plotText string

var plotTemplate = template.Must(template.New("").Parse(plotText))

// A plot has both axes logarithmic.
type plot struct {
	Title, XTitle, YTitle string
	series                []series
}

type series struct {
	name   string
	points []point
}

type point struct{ x, y float64 }

func (b *bench) addPlot() *plot {
	return b.plot(plot{Title: "Adding a hook", XTitle: "live hooks", YTitle: "ns for each"}, "add_ns", b.sizes(), 1)
}

func (b *bench) blockedPlot() *plot {
	return b.plot(plot{Title: "Exits that wait for a hook of 2 s", XTitle: "exits", YTitle: "seconds of CPU"}, "blocked_cpu_ms", b.blocked, 1e-3)
}

// plot adds the series of a figure.
func (b *bench) plot(p plot, name string, sizes []int, scale float64) *plot {
	for _, program := range packages() {
		s := series{name: program.name}
		for _, n := range sizes {
			if k := (figure{name, n, program.name}); len(b.figures[k]) > 0 {
				s.points = append(s.points, point{float64(n), scale * b.figures.median(k)})
			}
		}
		p.series = append(p.series, s)
	}
	return &p
}

// The area of the plot, and the distance of the labels right of it.
const (
	left, right, top, bottom = 100.0, 560.0, 50.0, 400.0
	lineHeight               = 17.0
)

// colors are those of Okabe and Ito, which people who see few colours can tell
// apart too, darker or lighter where the background needs it.
var colors = []struct{ Light, Dark string }{
	{"#000000", "#ffffff"},
	{"#0072b2", "#56b4e9"},
	{"#d55e00", "#ff8a3d"},
	{"#009e73", "#2ecc9b"},
	{"#b8518a", "#e39cc6"},
	{"#8a6d00", "#f0e442"},
	{"#2a8fbd", "#8fd3ff"},
	{"#7a7a7a", "#a8b1ba"},
	{"#a0522d", "#d9a066"},
}

// marks tell the series apart without a colour, beside their names.
var marks = []string{square, circle, triangle}

const (
	circle   = "M-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z"
	square   = "M-4,-4h8v8h-8z"
	triangle = "M0,-5l5,9h-10z"
)

// A tick is a power of ten on an axis, and a line has the points of a series.
type (
	tick struct {
		At   float64
		Text string
	}
	line struct {
		Name, Class, Mark  string
		Ours               bool
		Points             []string
		EndX, EndY, LabelY float64
	}
)

// svg draws the plot.
func (p *plot) svg() []byte {
	x, y := p.axes()
	data := struct {
		*plot
		XTicks, YTicks []tick
		Lines          []*line
		Colors         any
	}{plot: p, Lines: p.lines(x, y), Colors: colors}
	for _, v := range x.powers() {
		data.XTicks = append(data.XTicks, tick{x.at(v), group(int(math.Round(v)))})
	}
	for _, v := range y.powers() {
		data.YTicks = append(data.YTicks, tick{y.at(v), number(v)})
	}
	var out bytes.Buffer
	if err := plotTemplate.Execute(&out, data); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func (p *plot) lines(x, y axis) []*line {
	var list []*line
	for i, s := range p.series {
		if len(s.points) == 0 {
			continue
		}
		l := &line{Name: s.name, Class: fmt.Sprint("c", i), Mark: marks[i%len(marks)], Ours: s.name == ours}
		for _, q := range s.points {
			l.EndX, l.EndY = x.at(q.x), y.at(q.y)
			l.Points = append(l.Points, fmt.Sprintf("%.1f,%.1f", l.EndX, l.EndY))
		}
		l.LabelY = l.EndY
		list = append(list, l)
	}
	spread(list)
	return list
}

// spread moves labels so that none is on top of another.
func spread(list []*line) {
	slices.SortFunc(list, func(a, b *line) int { return cmp.Compare(a.LabelY, b.LabelY) })
	for i, l := range list {
		if i > 0 {
			l.LabelY = max(l.LabelY, list[i-1].LabelY+lineHeight)
		}
	}
	for i, l := range list {
		l.LabelY = min(l.LabelY, bottom-lineHeight*float64(len(list)-1-i))
	}
}

// An axis maps the powers of ten around its values to places.
type axis struct{ from, to, first, last float64 }

func (p *plot) axes() (x, y axis) {
	x, y = axis{from: left, to: right}, axis{from: bottom, to: top}
	var xs, ys []float64
	for _, s := range p.series {
		for _, q := range s.points {
			xs, ys = append(xs, q.x), append(ys, q.y)
		}
	}
	x.first, x.last = decades(xs)
	y.first, y.last = decades(ys)
	return x, y
}

func decades(values []float64) (first, last float64) {
	first, last = math.Floor(math.Log10(slices.Min(values))), math.Ceil(math.Log10(slices.Max(values)))
	return first, max(last, first+1)
}

func (a axis) at(v float64) float64 {
	return a.from + (a.to-a.from)*(math.Log10(v)-a.first)/(a.last-a.first)
}

func (a axis) powers() []float64 {
	var list []float64
	for e := a.first; e <= a.last; e++ {
		list = append(list, math.Pow(10, e))
	}
	return list
}
