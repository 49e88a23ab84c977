package pixels

import "bytes"

// others are kinds of file that Culler shows nothing of: at an offset, these
// bytes.
var others = []struct {
	at          int
	bytes, name string
}{
	{0, "ID3", "sound"}, {0, "\xff\xfb", "sound"}, {0, "\xff\xf3", "sound"}, {0, "\xff\xf2", "sound"}, {0, "\xff\xf1", "sound"}, {0, "\xff\xf9", "sound"},
	{8, "WAVE", "sound"}, {8, "AIFF", "sound"}, {8, "AIFC", "sound"}, {0, "fLaC", "sound"}, {0, "OggS", "sound"}, {0, "#!AMR", "sound"}, {0, "caff", "sound"},
	{0, "wvpk", "sound"}, {0, "MThd", "sound"}, {0, ".snd", "sound"}, {4, "ftypM4A", "sound"}, {4, "ftypM4B", "sound"},
	{8, "AVI ", "film"}, {0, "\x1a\x45\xdf\xa3", "film"}, {0, "\x30\x26\xb2\x75", "film"}, {0, "\x00\x00\x01\xba", "film"}, {0, "\x06\x0e\x2b\x34", "film"},
	{4, "ftyp", "film"}, {4, "moov", "film"}, {4, "mdat", "film"}, {4, "wide", "film"},
	{4, "jP  ", "JPEG 2000 picture"}, {0, "\xff\x4f\xff\x51", "JPEG 2000 picture"}, {0, "II\xbc\x01", "JPEG XR picture"}, {0, "8BPS", "Photoshop document"},
	{0, "gimp xcf", "GIMP document"}, {0, "v/1\x01", "OpenEXR picture"}, {0, "#?RADIANCE", "Radiance HDR picture"}, {0, "SDPX", "DPX picture"}, {0, "XPDS", "DPX picture"},
	{0, "\x80\x2a\x5f\xd7", "Cineon picture"}, {0, "qoif", "QOI picture"}, {0, "%PDF", "PDF document"}, {0, "%!PS", "PostScript document"}, {0, "PK\x03\x04", "ZIP archive"}, {0, "\x1f\x8b", "gzip archive"},
}

// noPicture tells that a file is of a kind that Culler cannot show, and what to do; ""
// where its first bytes say nothing of that.
func noPicture(head []byte) string {
	for _, o := range others {
		if len(head) < o.at || !bytes.HasPrefix(head[o.at:], []byte(o.bytes)) {
			continue
		}
		switch o.name {
		case "sound":
			return "this is a sound file, which Culler cannot show: listen to it in another program"
		case "film":
			return "this is a film, which Culler cannot show: watch it in another program, or export a frame as JPEG"
		}
		return "this is a " + o.name + ", which Culler cannot read: export it as JPEG to see it here"
	}
	return ""
}
