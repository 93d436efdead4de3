/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames that come from a peer: good ones are decompressed, bombs are refused for what
 * their first bytes say. Block headers are written by hand where the real compressor
 * would not write them.
 */
class CompressedPayloadTests {

	private static final int LIMIT = 16 << 20;

	private static final int BLOCK = 128 << 10;

	/** A block of 128 KiB of zeros: a run, not the last, and its byte. */
	private static final byte[] RUN = HexFormat.of().parseHex("02001000");

	private final ZstdCodec codec = new ZstdCodec(1);

	private final CompressedPayload frame = new CompressedPayload();

	@AfterEach
	void close() {
		this.codec.close();
	}

	private byte[] compress(byte[] content) {
		byte[] target = new byte[ZstdCodec.maxCompressedLength(content.length)];
		return Arrays.copyOf(target, this.codec.compress(content, target));
	}

	private DecodeError wrap(byte[] bytes) {
		return this.frame.wrap(bytes, 0, bytes.length, LIMIT);
	}

	/** A frame of one segment whose size has eight bytes, with so many runs. */
	/** So many runs of 128 KiB, 4 bytes each: the most that the format can hold. */
	static byte[] bomb(long declared, int runs) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(HexFormat.of().parseHex("28b52ffd" + "e0"));
		for (int i = 0; i < 8; i++) {
			bytes.write((int) (declared >>> (8 * i)));
		}
		for (int i = 0; i < runs; i++) {
			bytes.writeBytes(RUN);
		}
		bytes.writeBytes(HexFormat.of().parseHex("010000"));
		return bytes.toByteArray();
	}

	@Test
	void whatWasCompressedComesBack() {
		for (int length : new int[] { 0, 1, 100, 255, 256, 65_791, 65_792, 300_000 }) {
			byte[] content = new byte[length];
			for (int i = 0; i < length; i++) {
				content[i] = (byte) (i * i >>> 5);
			}
			byte[] bytes = compress(content);
			byte[] framed = new byte[bytes.length + 7];
			System.arraycopy(bytes, 0, framed, 3, bytes.length);
			assertThat(this.frame.wrap(framed, 3, bytes.length, LIMIT)).isEqualTo(DecodeError.NONE);
			assertThat(this.frame.contentSize()).isEqualTo(length);
			byte[] target = new byte[length + 10];
			assertThat(this.frame.decompress(this.codec, target, 6)).isEqualTo(DecodeError.NONE);
			assertThat(Arrays.copyOfRange(target, 6, 6 + length)).isEqualTo(content);
			assertThat(Arrays.copyOfRange(target, 6 + length, 10 + length)).containsOnly(0);
		}
	}

	@Test
	void everyLevelThatIsAllowedStaysWithinTheWindow() {
		byte[] content = new byte[LIMIT];
		for (int i = 0; i < content.length; i++) {
			content[i] = (byte) ((i * 0x9E3779B9) >>> 27);
		}
		for (int level : new int[] { ZstdCodec.MIN_LEVEL, 3, 12, ZstdCodec.MAX_LEVEL }) {
			try (ZstdCodec chosen = new ZstdCodec(level)) {
				byte[] piece = (level == ZstdCodec.MAX_LEVEL) ? Arrays.copyOf(content, 9 << 20) : content;
				byte[] target = new byte[ZstdCodec.maxCompressedLength(piece.length)];
				int length = chosen.compress(piece, target);
				DecodeError error = this.frame.wrap(target, 0, length, LIMIT);
				assertThat(error).as("level %s, %s bytes", level, length)
					.isIn(DecodeError.NONE, DecodeError.COMPRESSED_RATIO);
			}
		}
	}

	@Test
	@Requirement("SEC-57")
	@Attack("A33")
	void tenKilobytesThatHoldHundredsOfMegabytesAreRefusedUnread() {
		// 2,500 runs of 128 KiB in 10,016 bytes: as much as one frame of that length
		// holds.
		byte[] honest = bomb(2_500L * BLOCK, 2_500);
		assertThat(honest).hasSize(10_016);
		assertThat(wrap(honest)).isEqualTo(DecodeError.COMPRESSED_TOO_LARGE);
		assertThat(this.frame.errorValue()).isEqualTo(327_680_000);
		assertThat(this.frame.errorLimit()).isEqualTo(LIMIT);
	}

	@Test
	@Requirement("SEC-57")
	@Attack("A33")
	void sixtyFourMebibytesByTheRealCompressorAndTenGibibytesByHandAreRefusedForWhatTheyDeclare() throws IOException {
		// The compressor's own output of 64 MiB first; then, by hand, 81,920 runs of 128
		// KiB.
		ByteArrayOutputStream real = new ByteArrayOutputStream();
		try (ZstdOutputStream out = new ZstdOutputStream(real, 1)) {
			byte[] zeros = new byte[1 << 20];
			for (int i = 0; i < 64; i++) {
				out.write(zeros);
			}
		}
		assertThat(real.size()).isLessThan(10_000);
		assertThat(wrap(real.toByteArray())).isEqualTo(DecodeError.COMPRESSED_SIZE_MISSING);
		try (ZstdCompressCtx sized = new ZstdCompressCtx().setLevel(1)) {
			byte[] bomb = sized.compress(new byte[64 << 20]);
			assertThat(bomb.length).isLessThan(10_000);
			assertThat(wrap(bomb)).isEqualTo(DecodeError.COMPRESSED_TOO_LARGE);
			assertThat(this.frame.errorValue()).isEqualTo(64 << 20);
		}
		assertThat(wrap(bomb(10L << 30, 81_920))).isEqualTo(DecodeError.COMPRESSED_TOO_LARGE);
		assertThat(this.frame.errorValue()).isEqualTo(10L << 30);
	}

	@Test
	@Requirement("SEC-57")
	@Attack("A33")
	void aBombThatLiesAboutItsSizeStopsAtTheSizeItDeclared() {
		// 64 KiB declared, 10 GiB inside: the decoder is given 64 KiB and no more.
		byte[] bomb = bomb(65_536, 81_920);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		byte[] guarded = new byte[65_536 + 1_000];
		wrap(bomb);
		this.frame.decompress(this.codec, guarded, 0);
		long before = threads.getCurrentThreadAllocatedBytes();
		DecodeError error = wrap(bomb);
		byte[] target = new byte[this.frame.contentSize() + 1_000];
		DecodeError decoded = this.frame.decompress(this.codec, target, 0);
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(error).isEqualTo(DecodeError.NONE);
		assertThat(decoded).isEqualTo(DecodeError.COMPRESSED_DATA);
		assertThat(this.frame.errorValue()).isEqualTo(65_536);
		assertThat(allocated).isLessThan(65_536 + BLOCK);
		assertThat(Arrays.copyOfRange(target, 65_536, target.length)).containsOnly(0);
	}

	@Test
	@Requirement("SEC-57")
	@Attack("A33")
	void sizeAndRatioHoldToTheByte() {
		byte[] small = compress(new byte[1_000]);
		assertThat(this.frame.wrap(small, 0, small.length, 1_000)).isEqualTo(DecodeError.NONE);
		assertThat(this.frame.wrap(small, 0, small.length, 999)).isEqualTo(DecodeError.COMPRESSED_TOO_LARGE);
		// 64 KiB may be compressed by any ratio, one byte more by 100 at most.
		assertThat(wrap(compress(new byte[65_536]))).isEqualTo(DecodeError.NONE);
		assertThat(wrap(compress(new byte[65_537]))).isEqualTo(DecodeError.COMPRESSED_RATIO);
		// 1,641 runs are 6,580 bytes with header and end: 658,000 bytes are allowed.
		byte[] atTheRatio = bomb(658_000, 1_641);
		assertThat(atTheRatio).hasSize(6_580);
		assertThat(wrap(atTheRatio)).isEqualTo(DecodeError.NONE);
		assertThat(wrap(bomb(658_001, 1_641))).isEqualTo(DecodeError.COMPRESSED_RATIO);
		assertThat(this.frame.errorLimit()).isEqualTo(658_000);
	}

	@Test
	@Requirement("SEC-57")
	@Attack("A33")
	void windowHoldsToTheStep() {
		// Window descriptor 0x68 is 2^23, 0x69 one eighth more; the size stands behind
		// it.
		String rest = "e8030000" + "010000";
		assertThat(wrap(hex("28b52ffd" + "80" + "68" + rest))).isEqualTo(DecodeError.NONE);
		assertThat(wrap(hex("28b52ffd" + "80" + "69" + rest))).isEqualTo(DecodeError.COMPRESSED_WINDOW);
		assertThat(this.frame.errorValue()).isEqualTo(9 << 20);
		assertThat(this.frame.errorLimit()).isEqualTo(8 << 20);
		// 2^41 and seven eighths: the largest that can be written.
		assertThat(wrap(hex("28b52ffd" + "80" + "ff" + rest))).isEqualTo(DecodeError.COMPRESSED_WINDOW);
		// One segment: the window is the content.
		assertThat(wrap(bomb(8 << 20, 21_000))).isEqualTo(DecodeError.NONE);
		assertThat(wrap(bomb((8 << 20) + 1, 21_000))).isEqualTo(DecodeError.COMPRESSED_WINDOW);
	}

	@Test
	void dictionariesAreRefused() {
		assertThat(wrap(hex("28b52ffd" + "21" + "07" + "01" + "0900007a")))
			.isEqualTo(DecodeError.COMPRESSED_DICTIONARY);
		assertThat(this.frame.errorValue()).isEqualTo(7);
		// Written out, but none: allowed by RFC 8878.
		assertThat(wrap(hex("28b52ffd" + "21" + "00" + "01" + "0900007a"))).isEqualTo(DecodeError.NONE);
		assertThat(wrap(hex("28b52ffd" + "23" + "ffffffff" + "01" + "0900007a")))
			.isEqualTo(DecodeError.COMPRESSED_DICTIONARY);
	}

	@Test
	void aFrameIsCutOffAtEveryByte() {
		byte[] bytes = compress("the same and the same and the same and the same".getBytes(StandardCharsets.UTF_8));
		assertThat(wrap(bytes)).isEqualTo(DecodeError.NONE);
		for (int length = 0; length < bytes.length; length++) {
			assertThat(wrap(Arrays.copyOf(bytes, length))).isEqualTo(DecodeError.PAYLOAD_TOO_SHORT);
		}
		byte[] checksummed;
		try (ZstdCompressCtx context = new ZstdCompressCtx().setChecksum(true)) {
			checksummed = context.compress(new byte[500]);
		}
		assertThat(wrap(checksummed)).isEqualTo(DecodeError.NONE);
		assertThat(wrap(Arrays.copyOf(checksummed, checksummed.length - 1))).isEqualTo(DecodeError.PAYLOAD_TOO_SHORT);
	}

	@Test
	void nothingStandsBehindTheFrame() {
		byte[] one = compress(new byte[500]);
		byte[] two = Arrays.copyOf(one, 2 * one.length);
		System.arraycopy(one, 0, two, one.length, one.length);
		assertThat(wrap(two)).isEqualTo(DecodeError.TRAILING_BYTES);
		assertThat(this.frame.errorLimit()).isEqualTo(one.length);
		assertThat(wrap(Arrays.copyOf(one, one.length + 1))).isEqualTo(DecodeError.TRAILING_BYTES);
		// A skippable frame is a frame of another kind.
		assertThat(wrap(hex("502a4d18" + "0400000000000000"))).isEqualTo(DecodeError.COMPRESSED_FORMAT);
		assertThat(this.frame.errorValue()).isEqualTo(0x184D2A50);
		assertThat(wrap(hex("28b52ffd" + "28" + "01" + "0900007a"))).isEqualTo(DecodeError.COMPRESSED_FORMAT);
	}

	@Test
	void aFrameWithinAFrameIsDecompressedOnce() {
		byte[] inner = compress(new byte[5_000]);
		byte[] outer = compress(inner);
		assertThat(wrap(outer)).isEqualTo(DecodeError.NONE);
		byte[] target = new byte[this.frame.contentSize()];
		assertThat(this.frame.decompress(this.codec, target, 0)).isEqualTo(DecodeError.NONE);
		assertThat(target).isEqualTo(inner);
	}

	@Test
	void brokenBlocksAndWrongSizesAreOneError() {
		for (String bytes : new String[] { "28b52ffd" + "20" + "05" + "2100007a7a7a7a",
				"28b52ffd" + "20" + "03" + "2100007a7a7a7a", "28b52ffd" + "20" + "05" + "0f00007a",
				"28b52ffd" + "20" + "04" + "250000ffffffff" }) {
			byte[] framed = hex(bytes);
			assertThat(wrap(framed)).as(bytes).isEqualTo(DecodeError.NONE);
			byte[] target = new byte[this.frame.contentSize()];
			assertThat(this.frame.decompress(this.codec, target, 0)).as(bytes).isEqualTo(DecodeError.COMPRESSED_DATA);
		}
		// The codec is still good.
		whatWasCompressedComesBack();
	}

	@Test
	void everyBrokenByteIsAValueAndNoException() {
		byte[] content = "forecast for oslo, forecast for bergen, forecast for oslo".getBytes(StandardCharsets.UTF_8);
		byte[] bytes = compress(content);
		for (int at = 0; at < bytes.length; at++) {
			for (int bit = 0; bit < 8; bit++) {
				byte[] broken = bytes.clone();
				broken[at] ^= (byte) (1 << bit);
				if (wrap(broken) == DecodeError.NONE) {
					this.frame.decompress(this.codec, new byte[this.frame.contentSize()], 0);
				}
			}
		}
		assertThat(wrap(bytes)).isEqualTo(DecodeError.NONE);
	}

	private static byte[] hex(String digits) {
		return HexFormat.of().parseHex(digits);
	}

}
