/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class AlignedBuffersTests {

	@Test
	void everyBufferBeginsAtACacheLineAndEndsWhereItSays() {
		List<ByteBuf> buffers = new ArrayList<>();
		for (int bytes = 1; bytes <= 4_097; bytes += 256) {
			ByteBuf buffer = AlignedBuffers.direct(bytes);
			buffers.add(buffer);
			assumeTrue(buffer.hasMemoryAddress(), "Netty cannot tell addresses here");
			assertThat(buffer.memoryAddress() % 64).isZero();
			assertThat(buffer.capacity()).isEqualTo(bytes);
			assertThat(buffer.writableBytes()).isEqualTo(bytes);
			buffer.writeZero(bytes);
			assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> buffer.writeByte(1));
		}
		buffers.forEach((buffer) -> assertThat(buffer.release()).isTrue());
	}

	@Test
	void buffersOfSocketsAreAligned() {
		ReceiveBuffers buffers = new ReceiveBuffers(16, 65_536, 16);
		for (int i = 0; i < 16; i++) {
			ByteBuf buffer = buffers.allocate(UnpooledByteBufAllocator.DEFAULT);
			assumeTrue(buffer.hasMemoryAddress(), "Netty cannot tell addresses here");
			assertThat(buffer.memoryAddress() % 64).isZero();
			assertThat(buffer.writableBytes()).isEqualTo(65_536);
			buffer.release();
		}
		buffers.release();
	}

}
