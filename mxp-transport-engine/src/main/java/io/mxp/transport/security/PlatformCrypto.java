/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.mxp.transport.CipherSuite;

/**
 * Asks the platform which ciphers have hardware support: the order of suites where the
 * configuration says {@code auto}.
 */
// SPEC handshake.md#suite-preference
final class PlatformCrypto {

	private PlatformCrypto() {
	}

	static List<CipherSuite> preferredSuites() {
		return preferredSuites(hardwareAes(), vectorChaCha20(Runtime.version().feature()));
	}

	static List<CipherSuite> preferredSuites(boolean fastAesGcm, boolean fastChaCha20) {
		return (fastAesGcm && !fastChaCha20)
				? List.of(CipherSuite.AES_256_GCM_SHA256, CipherSuite.CHACHA20_POLY1305_SHA256)
				: List.of(CipherSuite.CHACHA20_POLY1305_SHA256, CipherSuite.AES_256_GCM_SHA256);
	}

	// a virtual machine that does not know the option has no such support
	private static boolean hardwareAes() {
		try {
			HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
			return bean != null && Boolean.parseBoolean(bean.getVMOption("UseAES").getValue());
		}
		catch (IllegalArgumentException | LinkageError ex) {
			return false;
		}
	}

	// ChaCha20 in vector instructions came with JDK 20 (JDK-8247645)
	private static boolean vectorChaCha20(int javaFeature) {
		String architecture = System.getProperty("os.arch", "");
		return javaFeature >= 20
				&& (architecture.equals("amd64") || architecture.equals("x86_64") || architecture.equals("aarch64"));
	}

}
