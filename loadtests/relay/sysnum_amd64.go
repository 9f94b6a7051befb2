package main

// Of the x86-64 system call table; Go's frozen syscall package has it for some machines only.
const sysRecvmmsg = 299
