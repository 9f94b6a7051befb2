package main

// Of the generic system call table; Go's frozen syscall package has it for some machines only.
const sysRecvmmsg = 243
