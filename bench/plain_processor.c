/* Hides newer instructions from a program, so that libraries choose the kernels of an older processor.

   cc -O1 -shared -fPIC -o plain.so plain_processor.c -ldl
   LD_PRELOAD=./plain.so HIDE=vnni python ...      as Skylake-X: AVX-512, no VNNI, no AMX
   LD_PRELOAD=./plain.so HIDE=avx512 python ...    as Haswell or Zen 2: AVX2, no AVX-512

   Libraries ask the instruction `cpuid` what the processor can do. Linux can make it raise a signal (the flag
   `cpuid_fault` in /proc/cpuinfo), and the handler here answers without some of the features. x86-64 only. */

#define _GNU_SOURCE
#include <asm/prctl.h>
#include <cpuid.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define BIT(n) (1u << (n))

typedef int (*action)(int, const struct sigaction *, struct sigaction *);

static struct sigaction others; /* the handler of the program, for faults that are not ours */
static int no_avx512;

static void answer(int number, siginfo_t *info, void *context)
{
	greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
	const unsigned char *at = (const unsigned char *)registers[REG_RIP];
	unsigned leaf = (unsigned)registers[REG_RAX], part = (unsigned)registers[REG_RCX], a, b, c, d;

	if (info->si_code != SI_KERNEL || at[0] != 0x0f || at[1] != 0xa2) {
		if ((others.sa_flags & SA_SIGINFO) && others.sa_sigaction)
			others.sa_sigaction(number, info, context);
		else
			signal(SIGSEGV, SIG_DFL);
		return;
	}
	syscall(SYS_arch_prctl, ARCH_SET_CPUID, 1);
	__cpuid_count(leaf, part, a, b, c, d);
	syscall(SYS_arch_prctl, ARCH_SET_CPUID, 0);
	if (leaf == 7 && part == 0) {
		c &= ~BIT(11);                       /* AVX512_VNNI */
		d &= ~(BIT(22) | BIT(24) | BIT(25)); /* AMX_BF16, AMX_TILE, AMX_INT8 */
		if (no_avx512) {
			b &= ~(BIT(16) | BIT(17) | BIT(21) | BIT(26) | BIT(27) | BIT(28) | BIT(30) | BIT(31));
			c &= ~(BIT(1) | BIT(6) | BIT(12) | BIT(14));
			d &= ~(BIT(2) | BIT(3) | BIT(8) | BIT(23));
		}
	}
	if (leaf == 7 && part == 1) {
		a &= ~(BIT(4) | BIT(5) | BIT(21) | BIT(23)); /* AVX_VNNI, AVX512_BF16, AMX_FP16, AVX_IFMA */
		d = 0;                                       /* AVX_VNNI_INT8, AVX_NE_CONVERT, AMX_COMPLEX, AVX10 */
	}
	registers[REG_RAX] = a, registers[REG_RBX] = b, registers[REG_RCX] = c, registers[REG_RDX] = d;
	registers[REG_RIP] += 2;
}

/* Python's faulthandler would replace our handler. */
int sigaction(int number, const struct sigaction *new, struct sigaction *old)
{
	action real = (action)dlsym(RTLD_NEXT, "sigaction");
	if (number != SIGSEGV)
		return real(number, new, old);
	if (old)
		*old = others;
	if (new)
		others = *new;
	return 0;
}

__attribute__((constructor)) static void hide(void)
{
	struct sigaction own = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
	const char *what = getenv("HIDE");

	no_avx512 = what && !strcmp(what, "avx512");
	((action)dlsym(RTLD_NEXT, "sigaction"))(SIGSEGV, &own, NULL);
	if (syscall(SYS_arch_prctl, ARCH_SET_CPUID, 0)) {
		perror("this machine cannot hide instructions");
		exit(99);
	}
}
