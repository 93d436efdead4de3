/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.ThreadMXBean;
import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a bomb costs, on the heap and off it: 10 GiB in 327,696 bytes (the format holds no
 * more in so few: 128 KiB for each 4), declared as 8 MiB, so that size, window and ratio
 * are in order and the decoder begins.
 */
class BombMemoryTests {

	private static final int CAP = 8 << 20;

	private static final int BLOCK = 128 << 10;

	private static final int ATTEMPTS = 20;

	private static final byte[] BOMB = CompressedPayloadTests.bomb(CAP, 81_920);

	private final CompressedPayload frame = new CompressedPayload();

	@Test
	@Requirement("SEC-57")
	@Attack("A33")
	void tenGibibytesStopAtTheCapOnTheHeap() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		try (ZstdCodec codec = new ZstdCodec(ZstdCodec.MIN_LEVEL)) {
			explode(codec, new byte[CAP]);
			long before = threads.getCurrentThreadAllocatedBytes();
			explode(codec, new byte[CAP]);
			long allocated = threads.getCurrentThreadAllocatedBytes() - before;
			System.out.println("A33: heap for 10 GiB in " + BOMB.length + " bytes: " + allocated);
			assertThat(allocated).isBetween((long) CAP, (long) CAP + BLOCK);
		}
	}

	/**
	 * The least of many attempts, since other threads of the process take memory, too.
	 */
	@Test
	@EnabledOnOs(OS.LINUX)
	@Requirement("SEC-57")
	@Attack("A33")
	void tenGibibytesTakeNoMoreThanABlockOffTheHeap() throws IOException {
		assumeTrue(Files.isWritable(Path.of("/proc/self/clear_refs")), "no peak of the resident set to be had");
		byte[] target = new byte[CAP];
		long least = Long.MAX_VALUE;
		try (ZstdCodec codec = new ZstdCodec(ZstdCodec.MIN_LEVEL)) {
			explode(codec, target); // touches the target, and makes the codec's own
									// memory
			for (int i = 0; i < ATTEMPTS; i++) {
				Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // forgets the
																			// peak
				long before = kibibytes("VmRSS");
				explode(codec, target);
				least = Math.min(least, kibibytes("VmHWM") - before);
			}
		}
		System.out.println("A33: resident memory beyond heap and codec for the same: " + least + " KiB");
		assertThat(least * 1024).isLessThanOrEqualTo(BLOCK);
	}

	private void explode(ZstdCodec codec, byte[] target) {
		assertThat(this.frame.wrap(BOMB, 0, BOMB.length, CAP)).isEqualTo(DecodeError.NONE);
		assertThat(this.frame.decompress(codec, target, 0)).isEqualTo(DecodeError.COMPRESSED_DATA);
	}

	private static long kibibytes(String field) throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow();
	}

}
