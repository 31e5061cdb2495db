/* ProcessPrng, which Rust's standard library takes random numbers from, by what older systems have. Only for tests under wine. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T length)
{
	while (length > 0) {
		ULONG part = length > (1u << 30) ? 1u << 30 : (ULONG)length;

		if (!SystemFunction036(buffer, part))
			return FALSE;
		buffer += part;
		length -= part;
	}
	return TRUE;
}
