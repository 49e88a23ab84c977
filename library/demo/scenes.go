package demo

import (
	"fmt"
	"image"

	"culler/library/alter"
)

// step is one alteration of a frame.
type step struct {
	words string
	do    func(*image.RGBA) *image.RGBA
}

func outOfFocus(sigma float64) step {
	return step{fmt.Sprintf("blurred as if out of focus (Gaussian, sigma %g pixels)", sigma),
		func(m *image.RGBA) *image.RGBA { return alter.Blur(m, sigma) }}
}

func shaken(length, degrees float64) step {
	return step{fmt.Sprintf("blurred as if shaken (%g pixels at %g degrees)", length, degrees),
		func(m *image.RGBA) *image.RGBA { return alter.Motion(m, length, degrees) }}
}

func exposed(ev float64) step {
	return step{fmt.Sprintf("exposed by %+g EV", ev),
		func(m *image.RGBA) *image.RGBA { return alter.Exposure(m, ev) }}
}

func noisy(sigma float64, seed uint64) step {
	return step{fmt.Sprintf("noise added (standard deviation %g levels, seed %d)", sigma, seed),
		func(m *image.RGBA) *image.RGBA { return alter.Noise(m, sigma, seed) }}
}

func tilted(degrees float64) step {
	return step{fmt.Sprintf("tilted by %g degrees and cropped", degrees),
		func(m *image.RGBA) *image.RGBA { return alter.Tilt(m, degrees) }}
}

func cropped(factor, x, y float64) step {
	return step{fmt.Sprintf("cropped to 1/%g of its width and height at (%g, %g) and enlarged", factor, x, y),
		func(m *image.RGBA) *image.RGBA { return alter.Zoom(m, factor, x, y) }}
}

// frame is one frame of a scene: where the camera pointed, from -1 to 1 of the
// margin that is cropped away, and what was done to it.
type frame struct {
	x, y  float64
	steps []step
}

func at(x, y float64, steps ...step) frame { return frame{x, y, steps} }

// scene is a burst made of one photograph. Its exposure settings are invented.
type scene struct {
	photograph string
	shutter    float64 // seconds
	aperture   float64 // f-number
	iso        int
	length     float64   // focal length in millimetres
	bracket    []float64 // exposure compensation in EV by frame; nil for a burst
	frames     []frame
}

var scenes = []scene{
	{"seeding.jpg", 1. / 320, 2.8, 100, 85, nil, []frame{
		at(0.3, 0.2, shaken(9, 20)), at(-0.2, 0.1), at(0, 0), at(0.5, -0.4, outOfFocus(2.5)), at(0, 0.3, cropped(1.5, 0.55, 0.9)),
	}},
	{"picosdeeuropa.jpg", 1. / 500, 8, 100, 28, nil, []frame{
		at(-0.6, 0.4, tilted(5)), at(0.1, -0.1), at(0.2, 0.1, exposed(1.7)), at(-0.1, 0.2), at(0.6, -0.5, outOfFocus(3)),
	}},
	{"friends.jpg", 1. / 250, 4, 200, 135, nil, []frame{
		at(0.8, 0.6, shaken(14, 75)), at(0.2, 0.2, outOfFocus(1.8)), at(0, 0), at(0.1, -0.2), at(-0.5, 0.8, cropped(1.6, 1, 0.75)), at(-0.2, 0.3, exposed(-2)),
	}},
	{"fig.jpg", 1. / 200, 5.6, 100, 60, nil, []frame{
		at(0, 0), at(-0.3, 0.5, cropped(1.5, 0, 0.1)), at(0.2, -0.1), at(0.4, 0.4, noisy(22, 4)),
	}},
	{"sunset.jpg", 1. / 125, 11, 100, 18, []float64{0, -2, 2}, []frame{
		at(0, 0), at(0, 0, exposed(-2)), at(0, 0, exposed(2)),
	}},
	{"life.jpg", 1. / 60, 5.6, 400, 35, nil, []frame{
		at(0.1, 0), at(0, 0.2, shaken(20, 0)), at(-0.4, -0.3, tilted(-6)), at(-0.1, -0.1),
	}},
	{"brushes.jpg", 1. / 100, 2.8, 400, 50, nil, []frame{
		at(0, 0.4, outOfFocus(4)), at(0.2, 0.1), at(-0.5, 0, exposed(-1.5)), at(0, 0),
	}},
	{"aitzgorri.jpg", 1. / 400, 8, 100, 40, nil, []frame{
		at(0, 0), at(0.5, 0.9, tilted(-4)), at(-0.2, 0.1), at(0.3, 0.1, exposed(1.4)), at(0.2, -0.2, shaken(12, 40)),
	}},
	{"wine.jpg", 1. / 30, 2, 1600, 35, nil, []frame{
		at(-0.2, 0, noisy(26, 9)), at(0, 0), at(0.6, -0.6, shaken(16, 110)), at(0.1, 0.1),
	}},
}
