/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.lang.management.ManagementFactory;
import java.security.spec.AlgorithmParameterSpec;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import com.sun.management.ThreadMXBean;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Our own code allocates nothing for a packet: all there is, is the JCA's. */
class PacketAllocationTests {

	private static final int PAYLOAD_BYTES = 1152;

	private static final int WARM_UP = 30_000;

	private static final int MEASURED = 10_000;

	private final byte[] buffer = new byte[PacketHeader.LENGTH + PAYLOAD_BYTES + 16];

	private interface Step {

		void run(long number) throws Exception;

	}

	@ParameterizedTest
	@EnumSource
	void nothingIsAllocatedBesidesTheJca(CipherSuite suite) throws Exception {
		HandshakeSettings settings = HandshakeSettings.of(HandshakeConfig.defaults());
		ApplicationProtection sender = new ApplicationProtection(settings, suite, new byte[32], new byte[32]);
		ApplicationProtection receiver = new ApplicationProtection(settings, suite, new byte[32], new byte[32]);
		long ours = bytesForEach((number) -> {
			PacketHeader.write(this.buffer, 0, 1, PacketType.ONE_RTT, number, PacketHeader.LENGTH);
			int length = sender.sealer().seal(this.buffer, 0, PacketHeader.LENGTH, PAYLOAD_BYTES);
			if (receiver.open(this.buffer, 0, length) != PAYLOAD_BYTES) {
				throw new IllegalStateException("a packet did not open");
			}
		});
		long bare = bareJca(suite);
		assertThat(ours).as("bytes for each packet sealed and opened; the bare JCA takes %d", bare)
			.isLessThanOrEqualTo(bare + 64);
	}

	private long bareJca(CipherSuite suite) throws Exception {
		boolean gcm = suite.isAes();
		SecretKeySpec key = new SecretKeySpec(new byte[32], gcm ? "AES" : "ChaCha20");
		Cipher sealer = AeadSource.PLATFORM.cipher(suite);
		Cipher opener = AeadSource.PLATFORM.cipher(suite);
		byte[] nonce = new byte[12];
		return bytesForEach((number) -> {
			for (int i = 0; i < 8; i++) {
				nonce[i] = (byte) (number >>> (8 * i));
			}
			sealer.init(Cipher.ENCRYPT_MODE, key, parameters(gcm, nonce));
			sealer.updateAAD(this.buffer, 0, PacketHeader.LENGTH);
			int length = sealer.doFinal(this.buffer, PacketHeader.LENGTH, PAYLOAD_BYTES, this.buffer,
					PacketHeader.LENGTH);
			opener.init(Cipher.DECRYPT_MODE, key, parameters(gcm, nonce));
			opener.updateAAD(this.buffer, 0, PacketHeader.LENGTH);
			opener.doFinal(this.buffer, PacketHeader.LENGTH, length, this.buffer, PacketHeader.LENGTH);
		});
	}

	private static AlgorithmParameterSpec parameters(boolean gcm, byte[] nonce) {
		return gcm ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce);
	}

	private static long bytesForEach(Step step) throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		for (int number = 0; number < WARM_UP; number++) {
			step.run(number);
		}
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		for (int number = WARM_UP; number < WARM_UP + MEASURED; number++) {
			step.run(number);
		}
		return (threads.getThreadAllocatedBytes(thread) - before) / MEASURED;
	}

}
