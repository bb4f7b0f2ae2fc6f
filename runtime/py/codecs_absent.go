package py

import "strings"

// This file says why an encoding of CPython's is not known in a program: it was not linked.

// optionalCodecs are the names, without underscores, of encodings that are linked into programs in
// which a string names them: those of modules in Python, and those for Chinese, Japanese and Korean.
const optionalCodecs = " cp037 cp1006 cp1026 cp1125 cp1140 cp273 cp424 cp500 cp720 cp737 cp775 cp855 cp856 cp857 cp860 cp861 cp862 cp863" +
	" cp864 cp865 cp869 cp874 cp875 hproman8 idna iso885911 koi8t kz1048 macarabic maccroatian maccyrillic macfarsi macgreek maciceland" +
	" maclatin2 macromanian macturkish palmos ptcp154 punycode quopricodec tis620 uucodec" +
	" 932 936 949 950 big5 big5hkscs big5tw chinese cp1361 cp932 cp936 cp949 cp950 csbig5 csiso2022jp csiso2022kr csiso58gb231280" +
	" csshiftjis euccn eucgb2312cn eucjis2004 eucjisx0213 eucjp euckr gb18030 gb180302000 gb2312 gb23121980 gb231280 gbk hkscs hz hzgb" +
	" hzgb2312 iso2022jp iso2022jp1 iso2022jp2 iso2022jp2004 iso2022jp3 iso2022jpext iso2022kr isoir58 jisx0213 johab korean ksc5601" +
	" ksc56011987 ksx1001 ms1361 ms932 ms936 ms949 ms950 mskanji shiftjis shiftjis2004 shiftjisx0213 sjis sjis2004 sjisx0213 uhc ujis" +
	" windows31j xmacjapanese xmackorean xmacsimpchinese xmactradchinese "

// UnknownEncoding is the error of looking up an encoding that there is not. Below its traceback
// stands how the program can have it, if it is one of CPython's.
func UnknownEncoding(name string) *Exception {
	exc := Raisef(LookupErrorType, "unknown encoding: %s", name)
	if n := strings.ReplaceAll(NormalizeEncoding(name), "_", ""); n != "" && strings.Contains(optionalCodecs, " "+n+" ") {
		exc.AddNote("aio2go: the encoding is not part of the program: that takes a string in the source that names it (\"" +
			NormalizeEncoding(name) + "\"), or --include encodings.NAME")
	}
	return exc
}
