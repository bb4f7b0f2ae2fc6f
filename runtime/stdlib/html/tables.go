package html

// This file is the table of named character references (HTML Living Standard, section
// 13.5, in the order of the Python library) and of the entities of HTML 4.

// html5 has a name and its text on each line.
const html5 = "" +
	"Aacute \u00c1\naacute \u00e1\nAacute; \u00c1\naacute; \u00e1\nAbreve; \u0102\nabreve; \u0103\nac; \u223e\nacd; \u223f\nacE; \u223e\u0333\n" +
	"Acirc \u00c2\nacirc \u00e2\nAcirc; \u00c2\nacirc; \u00e2\nacute \u00b4\nacute; \u00b4\nAcy; \u0410\nacy; \u0430\nAElig \u00c6\n" +
	"aelig \u00e6\nAElig; \u00c6\naelig; \u00e6\naf; \u2061\nAfr; \U0001d504\nafr; \U0001d51e\nAgrave \u00c0\nagrave \u00e0\nAgrave; \u00c0\n" +
	"agrave; \u00e0\nalefsym; \u2135\naleph; \u2135\nAlpha; \u0391\nalpha; \u03b1\nAmacr; \u0100\namacr; \u0101\namalg; \u2a3f\n" +
	"AMP &\namp &\nAMP; &\namp; &\nAnd; \u2a53\nand; \u2227\nandand; \u2a55\nandd; \u2a5c\nandslope; \u2a58\nandv; \u2a5a\nang; \u2220\n" +
	"ange; \u29a4\nangle; \u2220\nangmsd; \u2221\nangmsdaa; \u29a8\nangmsdab; \u29a9\nangmsdac; \u29aa\nangmsdad; \u29ab\nangmsdae; \u29ac\n" +
	"angmsdaf; \u29ad\nangmsdag; \u29ae\nangmsdah; \u29af\nangrt; \u221f\nangrtvb; \u22be\nangrtvbd; \u299d\nangsph; \u2222\nangst; \u00c5\n" +
	"angzarr; \u237c\nAogon; \u0104\naogon; \u0105\nAopf; \U0001d538\naopf; \U0001d552\nap; \u2248\napacir; \u2a6f\napE; \u2a70\n" +
	"ape; \u224a\napid; \u224b\napos; '\nApplyFunction; \u2061\napprox; \u2248\napproxeq; \u224a\nAring \u00c5\naring \u00e5\n" +
	"Aring; \u00c5\naring; \u00e5\nAscr; \U0001d49c\nascr; \U0001d4b6\nAssign; \u2254\nast; *\nasymp; \u2248\nasympeq; \u224d\n" +
	"Atilde \u00c3\natilde \u00e3\nAtilde; \u00c3\natilde; \u00e3\nAuml \u00c4\nauml \u00e4\nAuml; \u00c4\nauml; \u00e4\nawconint; \u2233\n" +
	"awint; \u2a11\nbackcong; \u224c\nbackepsilon; \u03f6\nbackprime; \u2035\nbacksim; \u223d\nbacksimeq; \u22cd\nBackslash; \u2216\n" +
	"Barv; \u2ae7\nbarvee; \u22bd\nBarwed; \u2306\nbarwed; \u2305\nbarwedge; \u2305\nbbrk; \u23b5\nbbrktbrk; \u23b6\nbcong; \u224c\n" +
	"Bcy; \u0411\nbcy; \u0431\nbdquo; \u201e\nbecaus; \u2235\nBecause; \u2235\nbecause; \u2235\nbemptyv; \u29b0\nbepsi; \u03f6\n" +
	"bernou; \u212c\nBernoullis; \u212c\nBeta; \u0392\nbeta; \u03b2\nbeth; \u2136\nbetween; \u226c\nBfr; \U0001d505\nbfr; \U0001d51f\n" +
	"bigcap; \u22c2\nbigcirc; \u25ef\nbigcup; \u22c3\nbigodot; \u2a00\nbigoplus; \u2a01\nbigotimes; \u2a02\nbigsqcup; \u2a06\n" +
	"bigstar; \u2605\nbigtriangledown; \u25bd\nbigtriangleup; \u25b3\nbiguplus; \u2a04\nbigvee; \u22c1\nbigwedge; \u22c0\nbkarow; \u290d\n" +
	"blacklozenge; \u29eb\nblacksquare; \u25aa\nblacktriangle; \u25b4\nblacktriangledown; \u25be\nblacktriangleleft; \u25c2\nblacktriangleright; \u25b8\n" +
	"blank; \u2423\nblk12; \u2592\nblk14; \u2591\nblk34; \u2593\nblock; \u2588\nbne; =\u20e5\nbnequiv; \u2261\u20e5\nbNot; \u2aed\n" +
	"bnot; \u2310\nBopf; \U0001d539\nbopf; \U0001d553\nbot; \u22a5\nbottom; \u22a5\nbowtie; \u22c8\nboxbox; \u29c9\nboxDL; \u2557\n" +
	"boxDl; \u2556\nboxdL; \u2555\nboxdl; \u2510\nboxDR; \u2554\nboxDr; \u2553\nboxdR; \u2552\nboxdr; \u250c\nboxH; \u2550\nboxh; \u2500\n" +
	"boxHD; \u2566\nboxHd; \u2564\nboxhD; \u2565\nboxhd; \u252c\nboxHU; \u2569\nboxHu; \u2567\nboxhU; \u2568\nboxhu; \u2534\nboxminus; \u229f\n" +
	"boxplus; \u229e\nboxtimes; \u22a0\nboxUL; \u255d\nboxUl; \u255c\nboxuL; \u255b\nboxul; \u2518\nboxUR; \u255a\nboxUr; \u2559\n" +
	"boxuR; \u2558\nboxur; \u2514\nboxV; \u2551\nboxv; \u2502\nboxVH; \u256c\nboxVh; \u256b\nboxvH; \u256a\nboxvh; \u253c\nboxVL; \u2563\n" +
	"boxVl; \u2562\nboxvL; \u2561\nboxvl; \u2524\nboxVR; \u2560\nboxVr; \u255f\nboxvR; \u255e\nboxvr; \u251c\nbprime; \u2035\n" +
	"Breve; \u02d8\nbreve; \u02d8\nbrvbar \u00a6\nbrvbar; \u00a6\nBscr; \u212c\nbscr; \U0001d4b7\nbsemi; \u204f\nbsim; \u223d\n" +
	"bsime; \u22cd\nbsol; \u005c\nbsolb; \u29c5\nbsolhsub; \u27c8\nbull; \u2022\nbullet; \u2022\nbump; \u224e\nbumpE; \u2aae\n" +
	"bumpe; \u224f\nBumpeq; \u224e\nbumpeq; \u224f\nCacute; \u0106\ncacute; \u0107\nCap; \u22d2\ncap; \u2229\ncapand; \u2a44\n" +
	"capbrcup; \u2a49\ncapcap; \u2a4b\ncapcup; \u2a47\ncapdot; \u2a40\nCapitalDifferentialD; \u2145\ncaps; \u2229\ufe00\ncaret; \u2041\n" +
	"caron; \u02c7\nCayleys; \u212d\nccaps; \u2a4d\nCcaron; \u010c\nccaron; \u010d\nCcedil \u00c7\nccedil \u00e7\nCcedil; \u00c7\n" +
	"ccedil; \u00e7\nCcirc; \u0108\nccirc; \u0109\nCconint; \u2230\nccups; \u2a4c\nccupssm; \u2a50\nCdot; \u010a\ncdot; \u010b\n" +
	"cedil \u00b8\ncedil; \u00b8\nCedilla; \u00b8\ncemptyv; \u29b2\ncent \u00a2\ncent; \u00a2\nCenterDot; \u00b7\ncenterdot; \u00b7\n" +
	"Cfr; \u212d\ncfr; \U0001d520\nCHcy; \u0427\nchcy; \u0447\ncheck; \u2713\ncheckmark; \u2713\nChi; \u03a7\nchi; \u03c7\ncir; \u25cb\n" +
	"circ; \u02c6\ncirceq; \u2257\ncirclearrowleft; \u21ba\ncirclearrowright; \u21bb\ncircledast; \u229b\ncircledcirc; \u229a\n" +
	"circleddash; \u229d\nCircleDot; \u2299\ncircledR; \u00ae\ncircledS; \u24c8\nCircleMinus; \u2296\nCirclePlus; \u2295\nCircleTimes; \u2297\n" +
	"cirE; \u29c3\ncire; \u2257\ncirfnint; \u2a10\ncirmid; \u2aef\ncirscir; \u29c2\nClockwiseContourIntegral; \u2232\nCloseCurlyDoubleQuote; \u201d\n" +
	"CloseCurlyQuote; \u2019\nclubs; \u2663\nclubsuit; \u2663\nColon; \u2237\ncolon; :\nColone; \u2a74\ncolone; \u2254\ncoloneq; \u2254\n" +
	"comma; ,\ncommat; @\ncomp; \u2201\ncompfn; \u2218\ncomplement; \u2201\ncomplexes; \u2102\ncong; \u2245\ncongdot; \u2a6d\n" +
	"Congruent; \u2261\nConint; \u222f\nconint; \u222e\nContourIntegral; \u222e\nCopf; \u2102\ncopf; \U0001d554\ncoprod; \u2210\n" +
	"Coproduct; \u2210\nCOPY \u00a9\ncopy \u00a9\nCOPY; \u00a9\ncopy; \u00a9\ncopysr; \u2117\nCounterClockwiseContourIntegral; \u2233\n" +
	"crarr; \u21b5\nCross; \u2a2f\ncross; \u2717\nCscr; \U0001d49e\ncscr; \U0001d4b8\ncsub; \u2acf\ncsube; \u2ad1\ncsup; \u2ad0\n" +
	"csupe; \u2ad2\nctdot; \u22ef\ncudarrl; \u2938\ncudarrr; \u2935\ncuepr; \u22de\ncuesc; \u22df\ncularr; \u21b6\ncularrp; \u293d\n" +
	"Cup; \u22d3\ncup; \u222a\ncupbrcap; \u2a48\nCupCap; \u224d\ncupcap; \u2a46\ncupcup; \u2a4a\ncupdot; \u228d\ncupor; \u2a45\n" +
	"cups; \u222a\ufe00\ncurarr; \u21b7\ncurarrm; \u293c\ncurlyeqprec; \u22de\ncurlyeqsucc; \u22df\ncurlyvee; \u22ce\ncurlywedge; \u22cf\n" +
	"curren \u00a4\ncurren; \u00a4\ncurvearrowleft; \u21b6\ncurvearrowright; \u21b7\ncuvee; \u22ce\ncuwed; \u22cf\ncwconint; \u2232\n" +
	"cwint; \u2231\ncylcty; \u232d\nDagger; \u2021\ndagger; \u2020\ndaleth; \u2138\nDarr; \u21a1\ndArr; \u21d3\ndarr; \u2193\n" +
	"dash; \u2010\nDashv; \u2ae4\ndashv; \u22a3\ndbkarow; \u290f\ndblac; \u02dd\nDcaron; \u010e\ndcaron; \u010f\nDcy; \u0414\n" +
	"dcy; \u0434\nDD; \u2145\ndd; \u2146\nddagger; \u2021\nddarr; \u21ca\nDDotrahd; \u2911\nddotseq; \u2a77\ndeg \u00b0\ndeg; \u00b0\n" +
	"Del; \u2207\nDelta; \u0394\ndelta; \u03b4\ndemptyv; \u29b1\ndfisht; \u297f\nDfr; \U0001d507\ndfr; \U0001d521\ndHar; \u2965\n" +
	"dharl; \u21c3\ndharr; \u21c2\nDiacriticalAcute; \u00b4\nDiacriticalDot; \u02d9\nDiacriticalDoubleAcute; \u02dd\nDiacriticalGrave; `\n" +
	"DiacriticalTilde; \u02dc\ndiam; \u22c4\nDiamond; \u22c4\ndiamond; \u22c4\ndiamondsuit; \u2666\ndiams; \u2666\ndie; \u00a8\n" +
	"DifferentialD; \u2146\ndigamma; \u03dd\ndisin; \u22f2\ndiv; \u00f7\ndivide \u00f7\ndivide; \u00f7\ndivideontimes; \u22c7\n" +
	"divonx; \u22c7\nDJcy; \u0402\ndjcy; \u0452\ndlcorn; \u231e\ndlcrop; \u230d\ndollar; $\nDopf; \U0001d53b\ndopf; \U0001d555\n" +
	"Dot; \u00a8\ndot; \u02d9\nDotDot; \u20dc\ndoteq; \u2250\ndoteqdot; \u2251\nDotEqual; \u2250\ndotminus; \u2238\ndotplus; \u2214\n" +
	"dotsquare; \u22a1\ndoublebarwedge; \u2306\nDoubleContourIntegral; \u222f\nDoubleDot; \u00a8\nDoubleDownArrow; \u21d3\nDoubleLeftArrow; \u21d0\n" +
	"DoubleLeftRightArrow; \u21d4\nDoubleLeftTee; \u2ae4\nDoubleLongLeftArrow; \u27f8\nDoubleLongLeftRightArrow; \u27fa\nDoubleLongRightArrow; \u27f9\n" +
	"DoubleRightArrow; \u21d2\nDoubleRightTee; \u22a8\nDoubleUpArrow; \u21d1\nDoubleUpDownArrow; \u21d5\nDoubleVerticalBar; \u2225\n" +
	"DownArrow; \u2193\nDownarrow; \u21d3\ndownarrow; \u2193\nDownArrowBar; \u2913\nDownArrowUpArrow; \u21f5\nDownBreve; \u0311\n" +
	"downdownarrows; \u21ca\ndownharpoonleft; \u21c3\ndownharpoonright; \u21c2\nDownLeftRightVector; \u2950\nDownLeftTeeVector; \u295e\n" +
	"DownLeftVector; \u21bd\nDownLeftVectorBar; \u2956\nDownRightTeeVector; \u295f\nDownRightVector; \u21c1\nDownRightVectorBar; \u2957\n" +
	"DownTee; \u22a4\nDownTeeArrow; \u21a7\ndrbkarow; \u2910\ndrcorn; \u231f\ndrcrop; \u230c\nDscr; \U0001d49f\ndscr; \U0001d4b9\n" +
	"DScy; \u0405\ndscy; \u0455\ndsol; \u29f6\nDstrok; \u0110\ndstrok; \u0111\ndtdot; \u22f1\ndtri; \u25bf\ndtrif; \u25be\nduarr; \u21f5\n" +
	"duhar; \u296f\ndwangle; \u29a6\nDZcy; \u040f\ndzcy; \u045f\ndzigrarr; \u27ff\nEacute \u00c9\neacute \u00e9\nEacute; \u00c9\n" +
	"eacute; \u00e9\neaster; \u2a6e\nEcaron; \u011a\necaron; \u011b\necir; \u2256\nEcirc \u00ca\necirc \u00ea\nEcirc; \u00ca\n" +
	"ecirc; \u00ea\necolon; \u2255\nEcy; \u042d\necy; \u044d\neDDot; \u2a77\nEdot; \u0116\neDot; \u2251\nedot; \u0117\nee; \u2147\n" +
	"efDot; \u2252\nEfr; \U0001d508\nefr; \U0001d522\neg; \u2a9a\nEgrave \u00c8\negrave \u00e8\nEgrave; \u00c8\negrave; \u00e8\n" +
	"egs; \u2a96\negsdot; \u2a98\nel; \u2a99\nElement; \u2208\nelinters; \u23e7\nell; \u2113\nels; \u2a95\nelsdot; \u2a97\nEmacr; \u0112\n" +
	"emacr; \u0113\nempty; \u2205\nemptyset; \u2205\nEmptySmallSquare; \u25fb\nemptyv; \u2205\nEmptyVerySmallSquare; \u25ab\nemsp13; \u2004\n" +
	"emsp14; \u2005\nemsp; \u2003\nENG; \u014a\neng; \u014b\nensp; \u2002\nEogon; \u0118\neogon; \u0119\nEopf; \U0001d53c\neopf; \U0001d556\n" +
	"epar; \u22d5\neparsl; \u29e3\neplus; \u2a71\nepsi; \u03b5\nEpsilon; \u0395\nepsilon; \u03b5\nepsiv; \u03f5\neqcirc; \u2256\n" +
	"eqcolon; \u2255\neqsim; \u2242\neqslantgtr; \u2a96\neqslantless; \u2a95\nEqual; \u2a75\nequals; =\nEqualTilde; \u2242\nequest; \u225f\n" +
	"Equilibrium; \u21cc\nequiv; \u2261\nequivDD; \u2a78\neqvparsl; \u29e5\nerarr; \u2971\nerDot; \u2253\nEscr; \u2130\nescr; \u212f\n" +
	"esdot; \u2250\nEsim; \u2a73\nesim; \u2242\nEta; \u0397\neta; \u03b7\nETH \u00d0\neth \u00f0\nETH; \u00d0\neth; \u00f0\nEuml \u00cb\n" +
	"euml \u00eb\nEuml; \u00cb\neuml; \u00eb\neuro; \u20ac\nexcl; !\nexist; \u2203\nExists; \u2203\nexpectation; \u2130\nExponentialE; \u2147\n" +
	"exponentiale; \u2147\nfallingdotseq; \u2252\nFcy; \u0424\nfcy; \u0444\nfemale; \u2640\nffilig; \ufb03\nfflig; \ufb00\nffllig; \ufb04\n" +
	"Ffr; \U0001d509\nffr; \U0001d523\nfilig; \ufb01\nFilledSmallSquare; \u25fc\nFilledVerySmallSquare; \u25aa\nfjlig; fj\nflat; \u266d\n" +
	"fllig; \ufb02\nfltns; \u25b1\nfnof; \u0192\nFopf; \U0001d53d\nfopf; \U0001d557\nForAll; \u2200\nforall; \u2200\nfork; \u22d4\n" +
	"forkv; \u2ad9\nFouriertrf; \u2131\nfpartint; \u2a0d\nfrac12 \u00bd\nfrac12; \u00bd\nfrac13; \u2153\nfrac14 \u00bc\nfrac14; \u00bc\n" +
	"frac15; \u2155\nfrac16; \u2159\nfrac18; \u215b\nfrac23; \u2154\nfrac25; \u2156\nfrac34 \u00be\nfrac34; \u00be\nfrac35; \u2157\n" +
	"frac38; \u215c\nfrac45; \u2158\nfrac56; \u215a\nfrac58; \u215d\nfrac78; \u215e\nfrasl; \u2044\nfrown; \u2322\nFscr; \u2131\n" +
	"fscr; \U0001d4bb\ngacute; \u01f5\nGamma; \u0393\ngamma; \u03b3\nGammad; \u03dc\ngammad; \u03dd\ngap; \u2a86\nGbreve; \u011e\n" +
	"gbreve; \u011f\nGcedil; \u0122\nGcirc; \u011c\ngcirc; \u011d\nGcy; \u0413\ngcy; \u0433\nGdot; \u0120\ngdot; \u0121\ngE; \u2267\n" +
	"ge; \u2265\ngEl; \u2a8c\ngel; \u22db\ngeq; \u2265\ngeqq; \u2267\ngeqslant; \u2a7e\nges; \u2a7e\ngescc; \u2aa9\ngesdot; \u2a80\n" +
	"gesdoto; \u2a82\ngesdotol; \u2a84\ngesl; \u22db\ufe00\ngesles; \u2a94\nGfr; \U0001d50a\ngfr; \U0001d524\nGg; \u22d9\ngg; \u226b\n" +
	"ggg; \u22d9\ngimel; \u2137\nGJcy; \u0403\ngjcy; \u0453\ngl; \u2277\ngla; \u2aa5\nglE; \u2a92\nglj; \u2aa4\ngnap; \u2a8a\n" +
	"gnapprox; \u2a8a\ngnE; \u2269\ngne; \u2a88\ngneq; \u2a88\ngneqq; \u2269\ngnsim; \u22e7\nGopf; \U0001d53e\ngopf; \U0001d558\n" +
	"grave; `\nGreaterEqual; \u2265\nGreaterEqualLess; \u22db\nGreaterFullEqual; \u2267\nGreaterGreater; \u2aa2\nGreaterLess; \u2277\n" +
	"GreaterSlantEqual; \u2a7e\nGreaterTilde; \u2273\nGscr; \U0001d4a2\ngscr; \u210a\ngsim; \u2273\ngsime; \u2a8e\ngsiml; \u2a90\n" +
	"GT >\ngt >\nGT; >\nGt; \u226b\ngt; >\ngtcc; \u2aa7\ngtcir; \u2a7a\ngtdot; \u22d7\ngtlPar; \u2995\ngtquest; \u2a7c\ngtrapprox; \u2a86\n" +
	"gtrarr; \u2978\ngtrdot; \u22d7\ngtreqless; \u22db\ngtreqqless; \u2a8c\ngtrless; \u2277\ngtrsim; \u2273\ngvertneqq; \u2269\ufe00\n" +
	"gvnE; \u2269\ufe00\nHacek; \u02c7\nhairsp; \u200a\nhalf; \u00bd\nhamilt; \u210b\nHARDcy; \u042a\nhardcy; \u044a\nhArr; \u21d4\n" +
	"harr; \u2194\nharrcir; \u2948\nharrw; \u21ad\nHat; ^\nhbar; \u210f\nHcirc; \u0124\nhcirc; \u0125\nhearts; \u2665\nheartsuit; \u2665\n" +
	"hellip; \u2026\nhercon; \u22b9\nHfr; \u210c\nhfr; \U0001d525\nHilbertSpace; \u210b\nhksearow; \u2925\nhkswarow; \u2926\nhoarr; \u21ff\n" +
	"homtht; \u223b\nhookleftarrow; \u21a9\nhookrightarrow; \u21aa\nHopf; \u210d\nhopf; \U0001d559\nhorbar; \u2015\nHorizontalLine; \u2500\n" +
	"Hscr; \u210b\nhscr; \U0001d4bd\nhslash; \u210f\nHstrok; \u0126\nhstrok; \u0127\nHumpDownHump; \u224e\nHumpEqual; \u224f\n" +
	"hybull; \u2043\nhyphen; \u2010\nIacute \u00cd\niacute \u00ed\nIacute; \u00cd\niacute; \u00ed\nic; \u2063\nIcirc \u00ce\nicirc \u00ee\n" +
	"Icirc; \u00ce\nicirc; \u00ee\nIcy; \u0418\nicy; \u0438\nIdot; \u0130\nIEcy; \u0415\niecy; \u0435\niexcl \u00a1\niexcl; \u00a1\n" +
	"iff; \u21d4\nIfr; \u2111\nifr; \U0001d526\nIgrave \u00cc\nigrave \u00ec\nIgrave; \u00cc\nigrave; \u00ec\nii; \u2148\niiiint; \u2a0c\n" +
	"iiint; \u222d\niinfin; \u29dc\niiota; \u2129\nIJlig; \u0132\nijlig; \u0133\nIm; \u2111\nImacr; \u012a\nimacr; \u012b\nimage; \u2111\n" +
	"ImaginaryI; \u2148\nimagline; \u2110\nimagpart; \u2111\nimath; \u0131\nimof; \u22b7\nimped; \u01b5\nImplies; \u21d2\nin; \u2208\n" +
	"incare; \u2105\ninfin; \u221e\ninfintie; \u29dd\ninodot; \u0131\nInt; \u222c\nint; \u222b\nintcal; \u22ba\nintegers; \u2124\n" +
	"Integral; \u222b\nintercal; \u22ba\nIntersection; \u22c2\nintlarhk; \u2a17\nintprod; \u2a3c\nInvisibleComma; \u2063\nInvisibleTimes; \u2062\n" +
	"IOcy; \u0401\niocy; \u0451\nIogon; \u012e\niogon; \u012f\nIopf; \U0001d540\niopf; \U0001d55a\nIota; \u0399\niota; \u03b9\n" +
	"iprod; \u2a3c\niquest \u00bf\niquest; \u00bf\nIscr; \u2110\niscr; \U0001d4be\nisin; \u2208\nisindot; \u22f5\nisinE; \u22f9\n" +
	"isins; \u22f4\nisinsv; \u22f3\nisinv; \u2208\nit; \u2062\nItilde; \u0128\nitilde; \u0129\nIukcy; \u0406\niukcy; \u0456\nIuml \u00cf\n" +
	"iuml \u00ef\nIuml; \u00cf\niuml; \u00ef\nJcirc; \u0134\njcirc; \u0135\nJcy; \u0419\njcy; \u0439\nJfr; \U0001d50d\njfr; \U0001d527\n" +
	"jmath; \u0237\nJopf; \U0001d541\njopf; \U0001d55b\nJscr; \U0001d4a5\njscr; \U0001d4bf\nJsercy; \u0408\njsercy; \u0458\nJukcy; \u0404\n" +
	"jukcy; \u0454\nKappa; \u039a\nkappa; \u03ba\nkappav; \u03f0\nKcedil; \u0136\nkcedil; \u0137\nKcy; \u041a\nkcy; \u043a\nKfr; \U0001d50e\n" +
	"kfr; \U0001d528\nkgreen; \u0138\nKHcy; \u0425\nkhcy; \u0445\nKJcy; \u040c\nkjcy; \u045c\nKopf; \U0001d542\nkopf; \U0001d55c\n" +
	"Kscr; \U0001d4a6\nkscr; \U0001d4c0\nlAarr; \u21da\nLacute; \u0139\nlacute; \u013a\nlaemptyv; \u29b4\nlagran; \u2112\nLambda; \u039b\n" +
	"lambda; \u03bb\nLang; \u27ea\nlang; \u27e8\nlangd; \u2991\nlangle; \u27e8\nlap; \u2a85\nLaplacetrf; \u2112\nlaquo \u00ab\n" +
	"laquo; \u00ab\nLarr; \u219e\nlArr; \u21d0\nlarr; \u2190\nlarrb; \u21e4\nlarrbfs; \u291f\nlarrfs; \u291d\nlarrhk; \u21a9\n" +
	"larrlp; \u21ab\nlarrpl; \u2939\nlarrsim; \u2973\nlarrtl; \u21a2\nlat; \u2aab\nlAtail; \u291b\nlatail; \u2919\nlate; \u2aad\n" +
	"lates; \u2aad\ufe00\nlBarr; \u290e\nlbarr; \u290c\nlbbrk; \u2772\nlbrace; {\nlbrack; [\nlbrke; \u298b\nlbrksld; \u298f\nlbrkslu; \u298d\n" +
	"Lcaron; \u013d\nlcaron; \u013e\nLcedil; \u013b\nlcedil; \u013c\nlceil; \u2308\nlcub; {\nLcy; \u041b\nlcy; \u043b\nldca; \u2936\n" +
	"ldquo; \u201c\nldquor; \u201e\nldrdhar; \u2967\nldrushar; \u294b\nldsh; \u21b2\nlE; \u2266\nle; \u2264\nLeftAngleBracket; \u27e8\n" +
	"LeftArrow; \u2190\nLeftarrow; \u21d0\nleftarrow; \u2190\nLeftArrowBar; \u21e4\nLeftArrowRightArrow; \u21c6\nleftarrowtail; \u21a2\n" +
	"LeftCeiling; \u2308\nLeftDoubleBracket; \u27e6\nLeftDownTeeVector; \u2961\nLeftDownVector; \u21c3\nLeftDownVectorBar; \u2959\n" +
	"LeftFloor; \u230a\nleftharpoondown; \u21bd\nleftharpoonup; \u21bc\nleftleftarrows; \u21c7\nLeftRightArrow; \u2194\nLeftrightarrow; \u21d4\n" +
	"leftrightarrow; \u2194\nleftrightarrows; \u21c6\nleftrightharpoons; \u21cb\nleftrightsquigarrow; \u21ad\nLeftRightVector; \u294e\n" +
	"LeftTee; \u22a3\nLeftTeeArrow; \u21a4\nLeftTeeVector; \u295a\nleftthreetimes; \u22cb\nLeftTriangle; \u22b2\nLeftTriangleBar; \u29cf\n" +
	"LeftTriangleEqual; \u22b4\nLeftUpDownVector; \u2951\nLeftUpTeeVector; \u2960\nLeftUpVector; \u21bf\nLeftUpVectorBar; \u2958\n" +
	"LeftVector; \u21bc\nLeftVectorBar; \u2952\nlEg; \u2a8b\nleg; \u22da\nleq; \u2264\nleqq; \u2266\nleqslant; \u2a7d\nles; \u2a7d\n" +
	"lescc; \u2aa8\nlesdot; \u2a7f\nlesdoto; \u2a81\nlesdotor; \u2a83\nlesg; \u22da\ufe00\nlesges; \u2a93\nlessapprox; \u2a85\n" +
	"lessdot; \u22d6\nlesseqgtr; \u22da\nlesseqqgtr; \u2a8b\nLessEqualGreater; \u22da\nLessFullEqual; \u2266\nLessGreater; \u2276\n" +
	"lessgtr; \u2276\nLessLess; \u2aa1\nlesssim; \u2272\nLessSlantEqual; \u2a7d\nLessTilde; \u2272\nlfisht; \u297c\nlfloor; \u230a\n" +
	"Lfr; \U0001d50f\nlfr; \U0001d529\nlg; \u2276\nlgE; \u2a91\nlHar; \u2962\nlhard; \u21bd\nlharu; \u21bc\nlharul; \u296a\nlhblk; \u2584\n" +
	"LJcy; \u0409\nljcy; \u0459\nLl; \u22d8\nll; \u226a\nllarr; \u21c7\nllcorner; \u231e\nLleftarrow; \u21da\nllhard; \u296b\n" +
	"lltri; \u25fa\nLmidot; \u013f\nlmidot; \u0140\nlmoust; \u23b0\nlmoustache; \u23b0\nlnap; \u2a89\nlnapprox; \u2a89\nlnE; \u2268\n" +
	"lne; \u2a87\nlneq; \u2a87\nlneqq; \u2268\nlnsim; \u22e6\nloang; \u27ec\nloarr; \u21fd\nlobrk; \u27e6\nLongLeftArrow; \u27f5\n" +
	"Longleftarrow; \u27f8\nlongleftarrow; \u27f5\nLongLeftRightArrow; \u27f7\nLongleftrightarrow; \u27fa\nlongleftrightarrow; \u27f7\n" +
	"longmapsto; \u27fc\nLongRightArrow; \u27f6\nLongrightarrow; \u27f9\nlongrightarrow; \u27f6\nlooparrowleft; \u21ab\nlooparrowright; \u21ac\n" +
	"lopar; \u2985\nLopf; \U0001d543\nlopf; \U0001d55d\nloplus; \u2a2d\nlotimes; \u2a34\nlowast; \u2217\nlowbar; _\nLowerLeftArrow; \u2199\n" +
	"LowerRightArrow; \u2198\nloz; \u25ca\nlozenge; \u25ca\nlozf; \u29eb\nlpar; (\nlparlt; \u2993\nlrarr; \u21c6\nlrcorner; \u231f\n" +
	"lrhar; \u21cb\nlrhard; \u296d\nlrm; \u200e\nlrtri; \u22bf\nlsaquo; \u2039\nLscr; \u2112\nlscr; \U0001d4c1\nLsh; \u21b0\nlsh; \u21b0\n" +
	"lsim; \u2272\nlsime; \u2a8d\nlsimg; \u2a8f\nlsqb; [\nlsquo; \u2018\nlsquor; \u201a\nLstrok; \u0141\nlstrok; \u0142\nLT <\n" +
	"lt <\nLT; <\nLt; \u226a\nlt; <\nltcc; \u2aa6\nltcir; \u2a79\nltdot; \u22d6\nlthree; \u22cb\nltimes; \u22c9\nltlarr; \u2976\n" +
	"ltquest; \u2a7b\nltri; \u25c3\nltrie; \u22b4\nltrif; \u25c2\nltrPar; \u2996\nlurdshar; \u294a\nluruhar; \u2966\nlvertneqq; \u2268\ufe00\n" +
	"lvnE; \u2268\ufe00\nmacr \u00af\nmacr; \u00af\nmale; \u2642\nmalt; \u2720\nmaltese; \u2720\nMap; \u2905\nmap; \u21a6\nmapsto; \u21a6\n" +
	"mapstodown; \u21a7\nmapstoleft; \u21a4\nmapstoup; \u21a5\nmarker; \u25ae\nmcomma; \u2a29\nMcy; \u041c\nmcy; \u043c\nmdash; \u2014\n" +
	"mDDot; \u223a\nmeasuredangle; \u2221\nMediumSpace; \u205f\nMellintrf; \u2133\nMfr; \U0001d510\nmfr; \U0001d52a\nmho; \u2127\n" +
	"micro \u00b5\nmicro; \u00b5\nmid; \u2223\nmidast; *\nmidcir; \u2af0\nmiddot \u00b7\nmiddot; \u00b7\nminus; \u2212\nminusb; \u229f\n" +
	"minusd; \u2238\nminusdu; \u2a2a\nMinusPlus; \u2213\nmlcp; \u2adb\nmldr; \u2026\nmnplus; \u2213\nmodels; \u22a7\nMopf; \U0001d544\n" +
	"mopf; \U0001d55e\nmp; \u2213\nMscr; \u2133\nmscr; \U0001d4c2\nmstpos; \u223e\nMu; \u039c\nmu; \u03bc\nmultimap; \u22b8\nmumap; \u22b8\n" +
	"nabla; \u2207\nNacute; \u0143\nnacute; \u0144\nnang; \u2220\u20d2\nnap; \u2249\nnapE; \u2a70\u0338\nnapid; \u224b\u0338\n" +
	"napos; \u0149\nnapprox; \u2249\nnatur; \u266e\nnatural; \u266e\nnaturals; \u2115\nnbsp \u00a0\nnbsp; \u00a0\nnbump; \u224e\u0338\n" +
	"nbumpe; \u224f\u0338\nncap; \u2a43\nNcaron; \u0147\nncaron; \u0148\nNcedil; \u0145\nncedil; \u0146\nncong; \u2247\nncongdot; \u2a6d\u0338\n" +
	"ncup; \u2a42\nNcy; \u041d\nncy; \u043d\nndash; \u2013\nne; \u2260\nnearhk; \u2924\nneArr; \u21d7\nnearr; \u2197\nnearrow; \u2197\n" +
	"nedot; \u2250\u0338\nNegativeMediumSpace; \u200b\nNegativeThickSpace; \u200b\nNegativeThinSpace; \u200b\nNegativeVeryThinSpace; \u200b\n" +
	"nequiv; \u2262\nnesear; \u2928\nnesim; \u2242\u0338\nNestedGreaterGreater; \u226b\nNestedLessLess; \u226a\nNewLine; \u000a\n" +
	"nexist; \u2204\nnexists; \u2204\nNfr; \U0001d511\nnfr; \U0001d52b\nngE; \u2267\u0338\nnge; \u2271\nngeq; \u2271\nngeqq; \u2267\u0338\n" +
	"ngeqslant; \u2a7e\u0338\nnges; \u2a7e\u0338\nnGg; \u22d9\u0338\nngsim; \u2275\nnGt; \u226b\u20d2\nngt; \u226f\nngtr; \u226f\n" +
	"nGtv; \u226b\u0338\nnhArr; \u21ce\nnharr; \u21ae\nnhpar; \u2af2\nni; \u220b\nnis; \u22fc\nnisd; \u22fa\nniv; \u220b\nNJcy; \u040a\n" +
	"njcy; \u045a\nnlArr; \u21cd\nnlarr; \u219a\nnldr; \u2025\nnlE; \u2266\u0338\nnle; \u2270\nnLeftarrow; \u21cd\nnleftarrow; \u219a\n" +
	"nLeftrightarrow; \u21ce\nnleftrightarrow; \u21ae\nnleq; \u2270\nnleqq; \u2266\u0338\nnleqslant; \u2a7d\u0338\nnles; \u2a7d\u0338\n" +
	"nless; \u226e\nnLl; \u22d8\u0338\nnlsim; \u2274\nnLt; \u226a\u20d2\nnlt; \u226e\nnltri; \u22ea\nnltrie; \u22ec\nnLtv; \u226a\u0338\n" +
	"nmid; \u2224\nNoBreak; \u2060\nNonBreakingSpace; \u00a0\nNopf; \u2115\nnopf; \U0001d55f\nnot \u00ac\nNot; \u2aec\nnot; \u00ac\n" +
	"NotCongruent; \u2262\nNotCupCap; \u226d\nNotDoubleVerticalBar; \u2226\nNotElement; \u2209\nNotEqual; \u2260\nNotEqualTilde; \u2242\u0338\n" +
	"NotExists; \u2204\nNotGreater; \u226f\nNotGreaterEqual; \u2271\nNotGreaterFullEqual; \u2267\u0338\nNotGreaterGreater; \u226b\u0338\n" +
	"NotGreaterLess; \u2279\nNotGreaterSlantEqual; \u2a7e\u0338\nNotGreaterTilde; \u2275\nNotHumpDownHump; \u224e\u0338\nNotHumpEqual; \u224f\u0338\n" +
	"notin; \u2209\nnotindot; \u22f5\u0338\nnotinE; \u22f9\u0338\nnotinva; \u2209\nnotinvb; \u22f7\nnotinvc; \u22f6\nNotLeftTriangle; \u22ea\n" +
	"NotLeftTriangleBar; \u29cf\u0338\nNotLeftTriangleEqual; \u22ec\nNotLess; \u226e\nNotLessEqual; \u2270\nNotLessGreater; \u2278\n" +
	"NotLessLess; \u226a\u0338\nNotLessSlantEqual; \u2a7d\u0338\nNotLessTilde; \u2274\nNotNestedGreaterGreater; \u2aa2\u0338\n" +
	"NotNestedLessLess; \u2aa1\u0338\nnotni; \u220c\nnotniva; \u220c\nnotnivb; \u22fe\nnotnivc; \u22fd\nNotPrecedes; \u2280\nNotPrecedesEqual; \u2aaf\u0338\n" +
	"NotPrecedesSlantEqual; \u22e0\nNotReverseElement; \u220c\nNotRightTriangle; \u22eb\nNotRightTriangleBar; \u29d0\u0338\nNotRightTriangleEqual; \u22ed\n" +
	"NotSquareSubset; \u228f\u0338\nNotSquareSubsetEqual; \u22e2\nNotSquareSuperset; \u2290\u0338\nNotSquareSupersetEqual; \u22e3\n" +
	"NotSubset; \u2282\u20d2\nNotSubsetEqual; \u2288\nNotSucceeds; \u2281\nNotSucceedsEqual; \u2ab0\u0338\nNotSucceedsSlantEqual; \u22e1\n" +
	"NotSucceedsTilde; \u227f\u0338\nNotSuperset; \u2283\u20d2\nNotSupersetEqual; \u2289\nNotTilde; \u2241\nNotTildeEqual; \u2244\n" +
	"NotTildeFullEqual; \u2247\nNotTildeTilde; \u2249\nNotVerticalBar; \u2224\nnpar; \u2226\nnparallel; \u2226\nnparsl; \u2afd\u20e5\n" +
	"npart; \u2202\u0338\nnpolint; \u2a14\nnpr; \u2280\nnprcue; \u22e0\nnpre; \u2aaf\u0338\nnprec; \u2280\nnpreceq; \u2aaf\u0338\n" +
	"nrArr; \u21cf\nnrarr; \u219b\nnrarrc; \u2933\u0338\nnrarrw; \u219d\u0338\nnRightarrow; \u21cf\nnrightarrow; \u219b\nnrtri; \u22eb\n" +
	"nrtrie; \u22ed\nnsc; \u2281\nnsccue; \u22e1\nnsce; \u2ab0\u0338\nNscr; \U0001d4a9\nnscr; \U0001d4c3\nnshortmid; \u2224\nnshortparallel; \u2226\n" +
	"nsim; \u2241\nnsime; \u2244\nnsimeq; \u2244\nnsmid; \u2224\nnspar; \u2226\nnsqsube; \u22e2\nnsqsupe; \u22e3\nnsub; \u2284\n" +
	"nsubE; \u2ac5\u0338\nnsube; \u2288\nnsubset; \u2282\u20d2\nnsubseteq; \u2288\nnsubseteqq; \u2ac5\u0338\nnsucc; \u2281\nnsucceq; \u2ab0\u0338\n" +
	"nsup; \u2285\nnsupE; \u2ac6\u0338\nnsupe; \u2289\nnsupset; \u2283\u20d2\nnsupseteq; \u2289\nnsupseteqq; \u2ac6\u0338\nntgl; \u2279\n" +
	"Ntilde \u00d1\nntilde \u00f1\nNtilde; \u00d1\nntilde; \u00f1\nntlg; \u2278\nntriangleleft; \u22ea\nntrianglelefteq; \u22ec\n" +
	"ntriangleright; \u22eb\nntrianglerighteq; \u22ed\nNu; \u039d\nnu; \u03bd\nnum; #\nnumero; \u2116\nnumsp; \u2007\nnvap; \u224d\u20d2\n" +
	"nVDash; \u22af\nnVdash; \u22ae\nnvDash; \u22ad\nnvdash; \u22ac\nnvge; \u2265\u20d2\nnvgt; >\u20d2\nnvHarr; \u2904\nnvinfin; \u29de\n" +
	"nvlArr; \u2902\nnvle; \u2264\u20d2\nnvlt; <\u20d2\nnvltrie; \u22b4\u20d2\nnvrArr; \u2903\nnvrtrie; \u22b5\u20d2\nnvsim; \u223c\u20d2\n" +
	"nwarhk; \u2923\nnwArr; \u21d6\nnwarr; \u2196\nnwarrow; \u2196\nnwnear; \u2927\nOacute \u00d3\noacute \u00f3\nOacute; \u00d3\n" +
	"oacute; \u00f3\noast; \u229b\nocir; \u229a\nOcirc \u00d4\nocirc \u00f4\nOcirc; \u00d4\nocirc; \u00f4\nOcy; \u041e\nocy; \u043e\n" +
	"odash; \u229d\nOdblac; \u0150\nodblac; \u0151\nodiv; \u2a38\nodot; \u2299\nodsold; \u29bc\nOElig; \u0152\noelig; \u0153\n" +
	"ofcir; \u29bf\nOfr; \U0001d512\nofr; \U0001d52c\nogon; \u02db\nOgrave \u00d2\nograve \u00f2\nOgrave; \u00d2\nograve; \u00f2\n" +
	"ogt; \u29c1\nohbar; \u29b5\nohm; \u03a9\noint; \u222e\nolarr; \u21ba\nolcir; \u29be\nolcross; \u29bb\noline; \u203e\nolt; \u29c0\n" +
	"Omacr; \u014c\nomacr; \u014d\nOmega; \u03a9\nomega; \u03c9\nOmicron; \u039f\nomicron; \u03bf\nomid; \u29b6\nominus; \u2296\n" +
	"Oopf; \U0001d546\noopf; \U0001d560\nopar; \u29b7\nOpenCurlyDoubleQuote; \u201c\nOpenCurlyQuote; \u2018\noperp; \u29b9\noplus; \u2295\n" +
	"Or; \u2a54\nor; \u2228\norarr; \u21bb\nord; \u2a5d\norder; \u2134\norderof; \u2134\nordf \u00aa\nordf; \u00aa\nordm \u00ba\n" +
	"ordm; \u00ba\norigof; \u22b6\noror; \u2a56\norslope; \u2a57\norv; \u2a5b\noS; \u24c8\nOscr; \U0001d4aa\noscr; \u2134\nOslash \u00d8\n" +
	"oslash \u00f8\nOslash; \u00d8\noslash; \u00f8\nosol; \u2298\nOtilde \u00d5\notilde \u00f5\nOtilde; \u00d5\notilde; \u00f5\n" +
	"Otimes; \u2a37\notimes; \u2297\notimesas; \u2a36\nOuml \u00d6\nouml \u00f6\nOuml; \u00d6\nouml; \u00f6\novbar; \u233d\nOverBar; \u203e\n" +
	"OverBrace; \u23de\nOverBracket; \u23b4\nOverParenthesis; \u23dc\npar; \u2225\npara \u00b6\npara; \u00b6\nparallel; \u2225\n" +
	"parsim; \u2af3\nparsl; \u2afd\npart; \u2202\nPartialD; \u2202\nPcy; \u041f\npcy; \u043f\npercnt; %\nperiod; .\npermil; \u2030\n" +
	"perp; \u22a5\npertenk; \u2031\nPfr; \U0001d513\npfr; \U0001d52d\nPhi; \u03a6\nphi; \u03c6\nphiv; \u03d5\nphmmat; \u2133\n" +
	"phone; \u260e\nPi; \u03a0\npi; \u03c0\npitchfork; \u22d4\npiv; \u03d6\nplanck; \u210f\nplanckh; \u210e\nplankv; \u210f\nplus; +\n" +
	"plusacir; \u2a23\nplusb; \u229e\npluscir; \u2a22\nplusdo; \u2214\nplusdu; \u2a25\npluse; \u2a72\nPlusMinus; \u00b1\nplusmn \u00b1\n" +
	"plusmn; \u00b1\nplussim; \u2a26\nplustwo; \u2a27\npm; \u00b1\nPoincareplane; \u210c\npointint; \u2a15\nPopf; \u2119\npopf; \U0001d561\n" +
	"pound \u00a3\npound; \u00a3\nPr; \u2abb\npr; \u227a\nprap; \u2ab7\nprcue; \u227c\nprE; \u2ab3\npre; \u2aaf\nprec; \u227a\n" +
	"precapprox; \u2ab7\npreccurlyeq; \u227c\nPrecedes; \u227a\nPrecedesEqual; \u2aaf\nPrecedesSlantEqual; \u227c\nPrecedesTilde; \u227e\n" +
	"preceq; \u2aaf\nprecnapprox; \u2ab9\nprecneqq; \u2ab5\nprecnsim; \u22e8\nprecsim; \u227e\nPrime; \u2033\nprime; \u2032\nprimes; \u2119\n" +
	"prnap; \u2ab9\nprnE; \u2ab5\nprnsim; \u22e8\nprod; \u220f\nProduct; \u220f\nprofalar; \u232e\nprofline; \u2312\nprofsurf; \u2313\n" +
	"prop; \u221d\nProportion; \u2237\nProportional; \u221d\npropto; \u221d\nprsim; \u227e\nprurel; \u22b0\nPscr; \U0001d4ab\n" +
	"pscr; \U0001d4c5\nPsi; \u03a8\npsi; \u03c8\npuncsp; \u2008\nQfr; \U0001d514\nqfr; \U0001d52e\nqint; \u2a0c\nQopf; \u211a\n" +
	"qopf; \U0001d562\nqprime; \u2057\nQscr; \U0001d4ac\nqscr; \U0001d4c6\nquaternions; \u210d\nquatint; \u2a16\nquest; ?\nquesteq; \u225f\n" +
	"QUOT \u0022\nquot \u0022\nQUOT; \u0022\nquot; \u0022\nrAarr; \u21db\nrace; \u223d\u0331\nRacute; \u0154\nracute; \u0155\n" +
	"radic; \u221a\nraemptyv; \u29b3\nRang; \u27eb\nrang; \u27e9\nrangd; \u2992\nrange; \u29a5\nrangle; \u27e9\nraquo \u00bb\n" +
	"raquo; \u00bb\nRarr; \u21a0\nrArr; \u21d2\nrarr; \u2192\nrarrap; \u2975\nrarrb; \u21e5\nrarrbfs; \u2920\nrarrc; \u2933\nrarrfs; \u291e\n" +
	"rarrhk; \u21aa\nrarrlp; \u21ac\nrarrpl; \u2945\nrarrsim; \u2974\nRarrtl; \u2916\nrarrtl; \u21a3\nrarrw; \u219d\nrAtail; \u291c\n" +
	"ratail; \u291a\nratio; \u2236\nrationals; \u211a\nRBarr; \u2910\nrBarr; \u290f\nrbarr; \u290d\nrbbrk; \u2773\nrbrace; }\n" +
	"rbrack; ]\nrbrke; \u298c\nrbrksld; \u298e\nrbrkslu; \u2990\nRcaron; \u0158\nrcaron; \u0159\nRcedil; \u0156\nrcedil; \u0157\n" +
	"rceil; \u2309\nrcub; }\nRcy; \u0420\nrcy; \u0440\nrdca; \u2937\nrdldhar; \u2969\nrdquo; \u201d\nrdquor; \u201d\nrdsh; \u21b3\n" +
	"Re; \u211c\nreal; \u211c\nrealine; \u211b\nrealpart; \u211c\nreals; \u211d\nrect; \u25ad\nREG \u00ae\nreg \u00ae\nREG; \u00ae\n" +
	"reg; \u00ae\nReverseElement; \u220b\nReverseEquilibrium; \u21cb\nReverseUpEquilibrium; \u296f\nrfisht; \u297d\nrfloor; \u230b\n" +
	"Rfr; \u211c\nrfr; \U0001d52f\nrHar; \u2964\nrhard; \u21c1\nrharu; \u21c0\nrharul; \u296c\nRho; \u03a1\nrho; \u03c1\nrhov; \u03f1\n" +
	"RightAngleBracket; \u27e9\nRightArrow; \u2192\nRightarrow; \u21d2\nrightarrow; \u2192\nRightArrowBar; \u21e5\nRightArrowLeftArrow; \u21c4\n" +
	"rightarrowtail; \u21a3\nRightCeiling; \u2309\nRightDoubleBracket; \u27e7\nRightDownTeeVector; \u295d\nRightDownVector; \u21c2\n" +
	"RightDownVectorBar; \u2955\nRightFloor; \u230b\nrightharpoondown; \u21c1\nrightharpoonup; \u21c0\nrightleftarrows; \u21c4\n" +
	"rightleftharpoons; \u21cc\nrightrightarrows; \u21c9\nrightsquigarrow; \u219d\nRightTee; \u22a2\nRightTeeArrow; \u21a6\nRightTeeVector; \u295b\n" +
	"rightthreetimes; \u22cc\nRightTriangle; \u22b3\nRightTriangleBar; \u29d0\nRightTriangleEqual; \u22b5\nRightUpDownVector; \u294f\n" +
	"RightUpTeeVector; \u295c\nRightUpVector; \u21be\nRightUpVectorBar; \u2954\nRightVector; \u21c0\nRightVectorBar; \u2953\nring; \u02da\n" +
	"risingdotseq; \u2253\nrlarr; \u21c4\nrlhar; \u21cc\nrlm; \u200f\nrmoust; \u23b1\nrmoustache; \u23b1\nrnmid; \u2aee\nroang; \u27ed\n" +
	"roarr; \u21fe\nrobrk; \u27e7\nropar; \u2986\nRopf; \u211d\nropf; \U0001d563\nroplus; \u2a2e\nrotimes; \u2a35\nRoundImplies; \u2970\n" +
	"rpar; )\nrpargt; \u2994\nrppolint; \u2a12\nrrarr; \u21c9\nRrightarrow; \u21db\nrsaquo; \u203a\nRscr; \u211b\nrscr; \U0001d4c7\n" +
	"Rsh; \u21b1\nrsh; \u21b1\nrsqb; ]\nrsquo; \u2019\nrsquor; \u2019\nrthree; \u22cc\nrtimes; \u22ca\nrtri; \u25b9\nrtrie; \u22b5\n" +
	"rtrif; \u25b8\nrtriltri; \u29ce\nRuleDelayed; \u29f4\nruluhar; \u2968\nrx; \u211e\nSacute; \u015a\nsacute; \u015b\nsbquo; \u201a\n" +
	"Sc; \u2abc\nsc; \u227b\nscap; \u2ab8\nScaron; \u0160\nscaron; \u0161\nsccue; \u227d\nscE; \u2ab4\nsce; \u2ab0\nScedil; \u015e\n" +
	"scedil; \u015f\nScirc; \u015c\nscirc; \u015d\nscnap; \u2aba\nscnE; \u2ab6\nscnsim; \u22e9\nscpolint; \u2a13\nscsim; \u227f\n" +
	"Scy; \u0421\nscy; \u0441\nsdot; \u22c5\nsdotb; \u22a1\nsdote; \u2a66\nsearhk; \u2925\nseArr; \u21d8\nsearr; \u2198\nsearrow; \u2198\n" +
	"sect \u00a7\nsect; \u00a7\nsemi; ;\nseswar; \u2929\nsetminus; \u2216\nsetmn; \u2216\nsext; \u2736\nSfr; \U0001d516\nsfr; \U0001d530\n" +
	"sfrown; \u2322\nsharp; \u266f\nSHCHcy; \u0429\nshchcy; \u0449\nSHcy; \u0428\nshcy; \u0448\nShortDownArrow; \u2193\nShortLeftArrow; \u2190\n" +
	"shortmid; \u2223\nshortparallel; \u2225\nShortRightArrow; \u2192\nShortUpArrow; \u2191\nshy \u00ad\nshy; \u00ad\nSigma; \u03a3\n" +
	"sigma; \u03c3\nsigmaf; \u03c2\nsigmav; \u03c2\nsim; \u223c\nsimdot; \u2a6a\nsime; \u2243\nsimeq; \u2243\nsimg; \u2a9e\nsimgE; \u2aa0\n" +
	"siml; \u2a9d\nsimlE; \u2a9f\nsimne; \u2246\nsimplus; \u2a24\nsimrarr; \u2972\nslarr; \u2190\nSmallCircle; \u2218\nsmallsetminus; \u2216\n" +
	"smashp; \u2a33\nsmeparsl; \u29e4\nsmid; \u2223\nsmile; \u2323\nsmt; \u2aaa\nsmte; \u2aac\nsmtes; \u2aac\ufe00\nSOFTcy; \u042c\n" +
	"softcy; \u044c\nsol; /\nsolb; \u29c4\nsolbar; \u233f\nSopf; \U0001d54a\nsopf; \U0001d564\nspades; \u2660\nspadesuit; \u2660\n" +
	"spar; \u2225\nsqcap; \u2293\nsqcaps; \u2293\ufe00\nsqcup; \u2294\nsqcups; \u2294\ufe00\nSqrt; \u221a\nsqsub; \u228f\nsqsube; \u2291\n" +
	"sqsubset; \u228f\nsqsubseteq; \u2291\nsqsup; \u2290\nsqsupe; \u2292\nsqsupset; \u2290\nsqsupseteq; \u2292\nsqu; \u25a1\nSquare; \u25a1\n" +
	"square; \u25a1\nSquareIntersection; \u2293\nSquareSubset; \u228f\nSquareSubsetEqual; \u2291\nSquareSuperset; \u2290\nSquareSupersetEqual; \u2292\n" +
	"SquareUnion; \u2294\nsquarf; \u25aa\nsquf; \u25aa\nsrarr; \u2192\nSscr; \U0001d4ae\nsscr; \U0001d4c8\nssetmn; \u2216\nssmile; \u2323\n" +
	"sstarf; \u22c6\nStar; \u22c6\nstar; \u2606\nstarf; \u2605\nstraightepsilon; \u03f5\nstraightphi; \u03d5\nstrns; \u00af\nSub; \u22d0\n" +
	"sub; \u2282\nsubdot; \u2abd\nsubE; \u2ac5\nsube; \u2286\nsubedot; \u2ac3\nsubmult; \u2ac1\nsubnE; \u2acb\nsubne; \u228a\n" +
	"subplus; \u2abf\nsubrarr; \u2979\nSubset; \u22d0\nsubset; \u2282\nsubseteq; \u2286\nsubseteqq; \u2ac5\nSubsetEqual; \u2286\n" +
	"subsetneq; \u228a\nsubsetneqq; \u2acb\nsubsim; \u2ac7\nsubsub; \u2ad5\nsubsup; \u2ad3\nsucc; \u227b\nsuccapprox; \u2ab8\n" +
	"succcurlyeq; \u227d\nSucceeds; \u227b\nSucceedsEqual; \u2ab0\nSucceedsSlantEqual; \u227d\nSucceedsTilde; \u227f\nsucceq; \u2ab0\n" +
	"succnapprox; \u2aba\nsuccneqq; \u2ab6\nsuccnsim; \u22e9\nsuccsim; \u227f\nSuchThat; \u220b\nSum; \u2211\nsum; \u2211\nsung; \u266a\n" +
	"sup1 \u00b9\nsup1; \u00b9\nsup2 \u00b2\nsup2; \u00b2\nsup3 \u00b3\nsup3; \u00b3\nSup; \u22d1\nsup; \u2283\nsupdot; \u2abe\n" +
	"supdsub; \u2ad8\nsupE; \u2ac6\nsupe; \u2287\nsupedot; \u2ac4\nSuperset; \u2283\nSupersetEqual; \u2287\nsuphsol; \u27c9\nsuphsub; \u2ad7\n" +
	"suplarr; \u297b\nsupmult; \u2ac2\nsupnE; \u2acc\nsupne; \u228b\nsupplus; \u2ac0\nSupset; \u22d1\nsupset; \u2283\nsupseteq; \u2287\n" +
	"supseteqq; \u2ac6\nsupsetneq; \u228b\nsupsetneqq; \u2acc\nsupsim; \u2ac8\nsupsub; \u2ad4\nsupsup; \u2ad6\nswarhk; \u2926\n" +
	"swArr; \u21d9\nswarr; \u2199\nswarrow; \u2199\nswnwar; \u292a\nszlig \u00df\nszlig; \u00df\nTab; \u0009\ntarget; \u2316\n" +
	"Tau; \u03a4\ntau; \u03c4\ntbrk; \u23b4\nTcaron; \u0164\ntcaron; \u0165\nTcedil; \u0162\ntcedil; \u0163\nTcy; \u0422\ntcy; \u0442\n" +
	"tdot; \u20db\ntelrec; \u2315\nTfr; \U0001d517\ntfr; \U0001d531\nthere4; \u2234\nTherefore; \u2234\ntherefore; \u2234\nTheta; \u0398\n" +
	"theta; \u03b8\nthetasym; \u03d1\nthetav; \u03d1\nthickapprox; \u2248\nthicksim; \u223c\nThickSpace; \u205f\u200a\nthinsp; \u2009\n" +
	"ThinSpace; \u2009\nthkap; \u2248\nthksim; \u223c\nTHORN \u00de\nthorn \u00fe\nTHORN; \u00de\nthorn; \u00fe\nTilde; \u223c\n" +
	"tilde; \u02dc\nTildeEqual; \u2243\nTildeFullEqual; \u2245\nTildeTilde; \u2248\ntimes \u00d7\ntimes; \u00d7\ntimesb; \u22a0\n" +
	"timesbar; \u2a31\ntimesd; \u2a30\ntint; \u222d\ntoea; \u2928\ntop; \u22a4\ntopbot; \u2336\ntopcir; \u2af1\nTopf; \U0001d54b\n" +
	"topf; \U0001d565\ntopfork; \u2ada\ntosa; \u2929\ntprime; \u2034\nTRADE; \u2122\ntrade; \u2122\ntriangle; \u25b5\ntriangledown; \u25bf\n" +
	"triangleleft; \u25c3\ntrianglelefteq; \u22b4\ntriangleq; \u225c\ntriangleright; \u25b9\ntrianglerighteq; \u22b5\ntridot; \u25ec\n" +
	"trie; \u225c\ntriminus; \u2a3a\nTripleDot; \u20db\ntriplus; \u2a39\ntrisb; \u29cd\ntritime; \u2a3b\ntrpezium; \u23e2\nTscr; \U0001d4af\n" +
	"tscr; \U0001d4c9\nTScy; \u0426\ntscy; \u0446\nTSHcy; \u040b\ntshcy; \u045b\nTstrok; \u0166\ntstrok; \u0167\ntwixt; \u226c\n" +
	"twoheadleftarrow; \u219e\ntwoheadrightarrow; \u21a0\nUacute \u00da\nuacute \u00fa\nUacute; \u00da\nuacute; \u00fa\nUarr; \u219f\n" +
	"uArr; \u21d1\nuarr; \u2191\nUarrocir; \u2949\nUbrcy; \u040e\nubrcy; \u045e\nUbreve; \u016c\nubreve; \u016d\nUcirc \u00db\n" +
	"ucirc \u00fb\nUcirc; \u00db\nucirc; \u00fb\nUcy; \u0423\nucy; \u0443\nudarr; \u21c5\nUdblac; \u0170\nudblac; \u0171\nudhar; \u296e\n" +
	"ufisht; \u297e\nUfr; \U0001d518\nufr; \U0001d532\nUgrave \u00d9\nugrave \u00f9\nUgrave; \u00d9\nugrave; \u00f9\nuHar; \u2963\n" +
	"uharl; \u21bf\nuharr; \u21be\nuhblk; \u2580\nulcorn; \u231c\nulcorner; \u231c\nulcrop; \u230f\nultri; \u25f8\nUmacr; \u016a\n" +
	"umacr; \u016b\numl \u00a8\numl; \u00a8\nUnderBar; _\nUnderBrace; \u23df\nUnderBracket; \u23b5\nUnderParenthesis; \u23dd\n" +
	"Union; \u22c3\nUnionPlus; \u228e\nUogon; \u0172\nuogon; \u0173\nUopf; \U0001d54c\nuopf; \U0001d566\nUpArrow; \u2191\nUparrow; \u21d1\n" +
	"uparrow; \u2191\nUpArrowBar; \u2912\nUpArrowDownArrow; \u21c5\nUpDownArrow; \u2195\nUpdownarrow; \u21d5\nupdownarrow; \u2195\n" +
	"UpEquilibrium; \u296e\nupharpoonleft; \u21bf\nupharpoonright; \u21be\nuplus; \u228e\nUpperLeftArrow; \u2196\nUpperRightArrow; \u2197\n" +
	"Upsi; \u03d2\nupsi; \u03c5\nupsih; \u03d2\nUpsilon; \u03a5\nupsilon; \u03c5\nUpTee; \u22a5\nUpTeeArrow; \u21a5\nupuparrows; \u21c8\n" +
	"urcorn; \u231d\nurcorner; \u231d\nurcrop; \u230e\nUring; \u016e\nuring; \u016f\nurtri; \u25f9\nUscr; \U0001d4b0\nuscr; \U0001d4ca\n" +
	"utdot; \u22f0\nUtilde; \u0168\nutilde; \u0169\nutri; \u25b5\nutrif; \u25b4\nuuarr; \u21c8\nUuml \u00dc\nuuml \u00fc\nUuml; \u00dc\n" +
	"uuml; \u00fc\nuwangle; \u29a7\nvangrt; \u299c\nvarepsilon; \u03f5\nvarkappa; \u03f0\nvarnothing; \u2205\nvarphi; \u03d5\n" +
	"varpi; \u03d6\nvarpropto; \u221d\nvArr; \u21d5\nvarr; \u2195\nvarrho; \u03f1\nvarsigma; \u03c2\nvarsubsetneq; \u228a\ufe00\n" +
	"varsubsetneqq; \u2acb\ufe00\nvarsupsetneq; \u228b\ufe00\nvarsupsetneqq; \u2acc\ufe00\nvartheta; \u03d1\nvartriangleleft; \u22b2\n" +
	"vartriangleright; \u22b3\nVbar; \u2aeb\nvBar; \u2ae8\nvBarv; \u2ae9\nVcy; \u0412\nvcy; \u0432\nVDash; \u22ab\nVdash; \u22a9\n" +
	"vDash; \u22a8\nvdash; \u22a2\nVdashl; \u2ae6\nVee; \u22c1\nvee; \u2228\nveebar; \u22bb\nveeeq; \u225a\nvellip; \u22ee\nVerbar; \u2016\n" +
	"verbar; |\nVert; \u2016\nvert; |\nVerticalBar; \u2223\nVerticalLine; |\nVerticalSeparator; \u2758\nVerticalTilde; \u2240\n" +
	"VeryThinSpace; \u200a\nVfr; \U0001d519\nvfr; \U0001d533\nvltri; \u22b2\nvnsub; \u2282\u20d2\nvnsup; \u2283\u20d2\nVopf; \U0001d54d\n" +
	"vopf; \U0001d567\nvprop; \u221d\nvrtri; \u22b3\nVscr; \U0001d4b1\nvscr; \U0001d4cb\nvsubnE; \u2acb\ufe00\nvsubne; \u228a\ufe00\n" +
	"vsupnE; \u2acc\ufe00\nvsupne; \u228b\ufe00\nVvdash; \u22aa\nvzigzag; \u299a\nWcirc; \u0174\nwcirc; \u0175\nwedbar; \u2a5f\n" +
	"Wedge; \u22c0\nwedge; \u2227\nwedgeq; \u2259\nweierp; \u2118\nWfr; \U0001d51a\nwfr; \U0001d534\nWopf; \U0001d54e\nwopf; \U0001d568\n" +
	"wp; \u2118\nwr; \u2240\nwreath; \u2240\nWscr; \U0001d4b2\nwscr; \U0001d4cc\nxcap; \u22c2\nxcirc; \u25ef\nxcup; \u22c3\nxdtri; \u25bd\n" +
	"Xfr; \U0001d51b\nxfr; \U0001d535\nxhArr; \u27fa\nxharr; \u27f7\nXi; \u039e\nxi; \u03be\nxlArr; \u27f8\nxlarr; \u27f5\nxmap; \u27fc\n" +
	"xnis; \u22fb\nxodot; \u2a00\nXopf; \U0001d54f\nxopf; \U0001d569\nxoplus; \u2a01\nxotime; \u2a02\nxrArr; \u27f9\nxrarr; \u27f6\n" +
	"Xscr; \U0001d4b3\nxscr; \U0001d4cd\nxsqcup; \u2a06\nxuplus; \u2a04\nxutri; \u25b3\nxvee; \u22c1\nxwedge; \u22c0\nYacute \u00dd\n" +
	"yacute \u00fd\nYacute; \u00dd\nyacute; \u00fd\nYAcy; \u042f\nyacy; \u044f\nYcirc; \u0176\nycirc; \u0177\nYcy; \u042b\nycy; \u044b\n" +
	"yen \u00a5\nyen; \u00a5\nYfr; \U0001d51c\nyfr; \U0001d536\nYIcy; \u0407\nyicy; \u0457\nYopf; \U0001d550\nyopf; \U0001d56a\n" +
	"Yscr; \U0001d4b4\nyscr; \U0001d4ce\nYUcy; \u042e\nyucy; \u044e\nyuml \u00ff\nYuml; \u0178\nyuml; \u00ff\nZacute; \u0179\n" +
	"zacute; \u017a\nZcaron; \u017d\nzcaron; \u017e\nZcy; \u0417\nzcy; \u0437\nZdot; \u017b\nzdot; \u017c\nzeetrf; \u2128\nZeroWidthSpace; \u200b\n" +
	"Zeta; \u0396\nzeta; \u03b6\nZfr; \u2128\nzfr; \U0001d537\nZHcy; \u0416\nzhcy; \u0436\nzigrarr; \u21dd\nZopf; \u2124\nzopf; \U0001d56b\n" +
	"Zscr; \U0001d4b5\nzscr; \U0001d4cf\nzwj; \u200d\nzwnj; \u200c\n"

// names4 has the name and the code point of each entity of HTML 4.
const names4 = "" +
	"AElig 198 Aacute 193 Acirc 194 Agrave 192 Alpha 913 Aring 197 Atilde 195 Auml 196 Beta 914 Ccedil 199 Chi 935 Dagger 8225 " +
	"Delta 916 ETH 208 Eacute 201 Ecirc 202 Egrave 200 Epsilon 917 Eta 919 Euml 203 Gamma 915 Iacute 205 Icirc 206 Igrave 204 " +
	"Iota 921 Iuml 207 Kappa 922 Lambda 923 Mu 924 Ntilde 209 Nu 925 OElig 338 Oacute 211 Ocirc 212 Ograve 210 Omega 937 " +
	"Omicron 927 Oslash 216 Otilde 213 Ouml 214 Phi 934 Pi 928 Prime 8243 Psi 936 Rho 929 Scaron 352 Sigma 931 THORN 222 " +
	"Tau 932 Theta 920 Uacute 218 Ucirc 219 Ugrave 217 Upsilon 933 Uuml 220 Xi 926 Yacute 221 Yuml 376 Zeta 918 aacute 225 " +
	"acirc 226 acute 180 aelig 230 agrave 224 alefsym 8501 alpha 945 amp 38 and 8743 ang 8736 aring 229 asymp 8776 atilde 227 " +
	"auml 228 bdquo 8222 beta 946 brvbar 166 bull 8226 cap 8745 ccedil 231 cedil 184 cent 162 chi 967 circ 710 clubs 9827 " +
	"cong 8773 copy 169 crarr 8629 cup 8746 curren 164 dArr 8659 dagger 8224 darr 8595 deg 176 delta 948 diams 9830 " +
	"divide 247 eacute 233 ecirc 234 egrave 232 empty 8709 emsp 8195 ensp 8194 epsilon 949 equiv 8801 eta 951 eth 240 " +
	"euml 235 euro 8364 exist 8707 fnof 402 forall 8704 frac12 189 frac14 188 frac34 190 frasl 8260 gamma 947 ge 8805 " +
	"gt 62 hArr 8660 harr 8596 hearts 9829 hellip 8230 iacute 237 icirc 238 iexcl 161 igrave 236 image 8465 infin 8734 " +
	"int 8747 iota 953 iquest 191 isin 8712 iuml 239 kappa 954 lArr 8656 lambda 955 lang 9001 laquo 171 larr 8592 lceil 8968 " +
	"ldquo 8220 le 8804 lfloor 8970 lowast 8727 loz 9674 lrm 8206 lsaquo 8249 lsquo 8216 lt 60 macr 175 mdash 8212 micro 181 " +
	"middot 183 minus 8722 mu 956 nabla 8711 nbsp 160 ndash 8211 ne 8800 ni 8715 not 172 notin 8713 nsub 8836 ntilde 241 " +
	"nu 957 oacute 243 ocirc 244 oelig 339 ograve 242 oline 8254 omega 969 omicron 959 oplus 8853 or 8744 ordf 170 ordm 186 " +
	"oslash 248 otilde 245 otimes 8855 ouml 246 para 182 part 8706 permil 8240 perp 8869 phi 966 pi 960 piv 982 plusmn 177 " +
	"pound 163 prime 8242 prod 8719 prop 8733 psi 968 quot 34 rArr 8658 radic 8730 rang 9002 raquo 187 rarr 8594 rceil 8969 " +
	"rdquo 8221 real 8476 reg 174 rfloor 8971 rho 961 rlm 8207 rsaquo 8250 rsquo 8217 sbquo 8218 scaron 353 sdot 8901 " +
	"sect 167 shy 173 sigma 963 sigmaf 962 sim 8764 spades 9824 sub 8834 sube 8838 sum 8721 sup 8835 sup1 185 sup2 178 " +
	"sup3 179 supe 8839 szlig 223 tau 964 there4 8756 theta 952 thetasym 977 thinsp 8201 thorn 254 tilde 732 times 215 " +
	"trade 8482 uArr 8657 uacute 250 uarr 8593 ucirc 251 ugrave 249 uml 168 upsih 978 upsilon 965 uuml 252 weierp 8472 " +
	"xi 958 yacute 253 yen 165 yuml 255 zeta 950 zwj 8205 zwnj 8204 "
