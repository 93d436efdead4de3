/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.packet.ControlType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.HandshakeSettings;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.SecureSession;

/**
 * Makes datagrams that no peer would send: of nothing but chance, almost right, and
 * copies of real ones that were changed, cut or are repeated. Seeded.
 */
final class JunkMaker {

	/** Every so many there is one that opens, with nonsense inside. */
	private static final int SEALED_EVERY = 100;

	private final SplittableRandom random;

	private final List<byte[]> recorded;

	private final byte[] serverKey;

	private long number;

	/**
	 * @param recorded datagrams of a live connection
	 * @param serverKey the static key that Initials name
	 */
	JunkMaker(long seed, List<byte[]> recorded, StaticKey serverKey) {
		this.random = new SplittableRandom(seed);
		this.recorded = recorded;
		this.serverKey = serverKey.bytes();
	}

	byte[] next() {
		if (this.number++ % SEALED_EVERY == SEALED_EVERY - 1) {
			return sealedNonsense();
		}
		return switch (this.random.nextInt(8)) {
			case 0 -> bytes(this.random.nextInt(65_001));
			case 1 -> bytes(this.random.nextInt(200));
			case 2 -> header();
			case 3 -> initialWithBrokenTlvs();
			case 4, 5 -> changed();
			case 6 -> cut();
			default -> copy();
		};
	}

	private byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private byte[] copy() {
		return this.recorded.get(this.random.nextInt(this.recorded.size())).clone();
	}

	/** A few bits of a real datagram are others. */
	private byte[] changed() {
		byte[] packet = copy();
		for (int flips = 1 + this.random.nextInt(8); flips > 0; flips--) {
			// half of them in the header, where every bit has a meaning
			int within = this.random.nextBoolean() ? Math.min(packet.length, 64) : packet.length;
			packet[this.random.nextInt(within)] ^= (byte) (1 << this.random.nextInt(8));
		}
		return packet;
	}

	private byte[] cut() {
		byte[] packet = copy();
		return Arrays.copyOf(packet, this.random.nextInt(packet.length));
	}

	/** A header as it should be, of any type, before chance. */
	private byte[] header() {
		byte[] packet = bytes(48 + this.random.nextInt(1_400));
		long id = this.random.nextBoolean() ? this.random.nextLong() : PacketHeader.connectionId(copy(), 0);
		PacketHeader.write(packet, 0, id, this.random.nextInt(8), this.random.nextLong() >>> 2,
				this.random.nextBoolean() ? PacketHeader.LENGTH : this.random.nextInt(1_200));
		return packet;
	}

	/** An Initial in everything but its TLVs, and sometimes in these as well. */
	private byte[] initialWithBrokenTlvs() {
		byte[] packet = bytes(this.random.nextInt(10) == 0 ? 1_199 : 1_200 + this.random.nextInt(200));
		HeaderTlvs tlvs = new HeaderTlvs().version(this.random.nextInt(3))
			.sourceConnectionId(this.random.nextLong())
			.keyId(this.random.nextBoolean() ? LocalIdentity.keyId(this.serverKey) : this.random.nextInt())
			.pattern(this.random.nextInt(8));
		if (this.random.nextBoolean()) {
			tlvs.token(bytes(this.random.nextInt(257)));
		}
		int headerLength = tlvs.write(packet, 0);
		PacketHeader.write(packet, 0, this.random.nextLong(), PacketType.INITIAL, this.random.nextInt(4), headerLength);
		for (int changes = this.random.nextInt(4); changes > 0; changes--) {
			int at = PacketHeader.LENGTH + this.random.nextInt(headerLength - PacketHeader.LENGTH);
			LittleEndian.putByte(packet, at, this.random.nextInt(256));
		}
		return packet;
	}

	/**
	 * An Initial that opens, because its keys come from its own id: with frames of
	 * chance, with handshake bytes of chance, with a piece of a handshake that never goes
	 * on, or with a close.
	 */
	private byte[] sealedNonsense() {
		long original = this.random.nextLong();
		long own = this.random.nextLong();
		SecureSession session = SecureSession.client(HandshakeSettings.of(HandshakeConfig.defaults()),
				LocalIdentity.ofKey(bytes(32)), this.serverKey, original, own, new byte[0], source());
		byte[] packet = new byte[1_216];
		int headerLength = new HeaderTlvs().version(HeaderTlvs.VERSION_1)
			.sourceConnectionId(own)
			.keyId(LocalIdentity.keyId(this.serverKey))
			.pattern(1 + this.random.nextInt(2))
			.write(packet, 0);
		PacketHeader.write(packet, 0, original, PacketType.INITIAL, 0, headerLength);
		FrameWriter writer = new FrameWriter().wrap(packet, headerLength, 1_200 - PacketHeader.TAG_LENGTH);
		writeNonsense(writer, packet, headerLength);
		writer.padTo(1_200 - PacketHeader.TAG_LENGTH);
		int length = session.seal(packet, 0, headerLength, writer.position() - headerLength);
		session.destroy();
		return Arrays.copyOf(packet, length);
	}

	private void writeNonsense(FrameWriter writer, byte[] packet, int payload) {
		switch (this.random.nextInt(5)) {
			case 0 -> {
				byte[] chance = bytes(1_200 - PacketHeader.TAG_LENGTH - payload);
				System.arraycopy(chance, 0, packet, payload, chance.length);
				// keeps the frame type among the known ones, so that bodies are read
				packet[payload] = (byte) this.random.nextInt(8);
				writer.padTo(payload);
			}
			case 1 -> crypto(writer, 0, 4 + this.random.nextInt(400), this.random.nextInt(600));
			case 2 -> crypto(writer, this.random.nextInt(20_000), 1 + this.random.nextInt(300), 0);
			case 3 -> writer.connectionClose(this.random.nextInt(), this.random.nextInt(20), "nonsense");
			default -> {
				writer.maxData(this.random.nextLong());
				writer.resetStream(this.random.nextLong(), this.random.nextLong(), ControlType.PING);
			}
		}
	}

	/** Handshake bytes that say how long they are together. */
	private void crypto(FrameWriter writer, int offset, int length, int announced) {
		int at = writer.beginCrypto(offset, length);
		System.arraycopy(bytes(length), 0, writer.array(), at, length);
		if (offset == 0) {
			LittleEndian.putInt(writer.array(), at, announced);
		}
	}

	private RandomSource source() {
		return new RandomSource() {

			@Override
			public void nextBytes(byte[] bytes) {
				JunkMaker.this.random.nextBytes(bytes);
			}

			@Override
			public long nextLong() {
				return JunkMaker.this.random.nextLong();
			}

		};
	}

}
