// Package encnames has the names of CPython's encodings that are linked into a program only
// where it names one: for the compiler, which looks for them, for the modules that have the
// encodings, and for the error where one is missing. It encodes nothing.
package encnames

// Python are the modules of CPython's package encodings, separated by spaces, that the runtime
// has no counterpart of and that need no module in C.
const Python = "cp037 cp1006 cp1026 cp1125 cp1140 cp273 cp424 cp500 cp720 cp737 cp775 cp855 cp856 cp857 cp860 cp861 cp862 " +
	"cp863 cp864 cp865 cp869 cp874 cp875 hp_roman8 idna iso8859_11 koi8_t kz1048 mac_arabic mac_croatian " +
	"mac_cyrillic mac_farsi mac_greek mac_iceland mac_latin2 mac_romanian mac_turkish palmos ptcp154 punycode " +
	"quopri_codec tis_620 uu_codec"

// Encoding is one of Chinese, Japanese or Korean.
type Encoding struct {
	Module  string // of the runtime, that has it
	Name    string
	Aliases string // its further names (encodings.aliases), separated by spaces
}

// Multibyte are these encodings.
var Multibyte = [...]Encoding{
	{"_codecs_cn", "gb2312", "chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 x_mac_simp_chinese"},
	{"_codecs_cn", "gbk", "936 cp936 ms936"},
	{"_codecs_cn", "gb18030", "gb18030_2000"},
	{"_codecs_cn", "hz", "hzgb hz_gb hz_gb_2312"},
	{"_codecs_tw", "big5", "big5_tw csbig5 x_mac_trad_chinese"},
	{"_codecs_tw", "cp950", "950 ms950"},
	{"_codecs_hk", "big5hkscs", "big5_hkscs hkscs"},
	{"_codecs_jp", "shift_jis", "csshiftjis shiftjis sjis s_jis x_mac_japanese"},
	{"_codecs_jp", "cp932", "932 ms932 mskanji ms_kanji windows_31j"},
	{"_codecs_jp", "euc_jp", "eucjp ujis u_jis"},
	{"_codecs_jp", "shift_jis_2004", "shiftjis2004 sjis_2004 s_jis_2004"},
	{"_codecs_jp", "euc_jis_2004", "jisx0213 eucjis2004 euc_jis2004"},
	{"_codecs_jp", "euc_jisx0213", "eucjisx0213"},
	{"_codecs_jp", "shift_jisx0213", "shiftjisx0213 sjisx0213 s_jisx0213"},
	{"_codecs_kr", "euc_kr", "euckr korean ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001 x_mac_korean"},
	{"_codecs_kr", "cp949", "949 ms949 uhc"},
	{"_codecs_kr", "johab", "cp1361 ms1361"},
	{"_codecs_iso2022", "iso2022_kr", "csiso2022kr iso2022kr iso_2022_kr"},
	{"_codecs_iso2022", "iso2022_jp", "csiso2022jp iso2022jp iso_2022_jp"},
	{"_codecs_iso2022", "iso2022_jp_1", "iso2022jp_1 iso_2022_jp_1"},
	{"_codecs_iso2022", "iso2022_jp_2", "iso2022jp_2 iso_2022_jp_2"},
	{"_codecs_iso2022", "iso2022_jp_2004", "iso_2022_jp_2004 iso2022jp_2004"},
	{"_codecs_iso2022", "iso2022_jp_3", "iso2022jp_3 iso_2022_jp_3"},
	{"_codecs_iso2022", "iso2022_jp_ext", "iso2022jp_ext iso_2022_jp_ext"},
}

// Aliases returns the further names of one of them.
func Aliases(name string) string {
	for i := range Multibyte {
		if e := &Multibyte[i]; e.Name == name {
			return e.Aliases
		}
	}
	return ""
}
