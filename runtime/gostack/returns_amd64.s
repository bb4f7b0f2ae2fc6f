#include "textflag.h"

// func returns(pcs *uintptr, n int) int
TEXT ·returns(SB), NOSPLIT|NOFRAME, $0-24
	MOVQ pcs+0(FP), DI
	MOVQ n+8(FP), CX
	XORQ AX, AX
	MOVQ BP, SI
next:
	TESTQ SI, SI // the outermost frame
	JEQ  done
	CMPQ AX, CX
	JGE  done
	MOVQ 8(SI), DX
	MOVQ DX, (DI)(AX*8)
	INCQ AX
	MOVQ (SI), SI
	JMP  next
done:
	MOVQ AX, ret+16(FP)
	RET
