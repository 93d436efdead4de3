/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened to datagrams, as one running SHA-256: two runs are the same
 * run if and only if their digests are equal. On request also as text, one line an event.
 */
final class Trace {

	private final MessageDigest digest = sha256();

	private final ByteBuffer fixed = ByteBuffer.allocate(32);

	private @Nullable Writer text;

	private boolean brief;

	private long events;

	void writeTo(Writer writer) {
		this.text = writer;
	}

	/** The digest covers times, addresses, lengths and fates, but no contents. */
	void brief() {
		this.brief = true;
	}

	boolean isBrief() {
		return this.brief;
	}

	/** A host sent a datagram. */
	void onSent(long nowNanos, Datagram datagram, Fate fate) {
		record(nowNanos, 'S', datagram, fate.ordinal(), datagram.bytes());
		if (this.text != null) {
			line(nowNanos, "send", datagram, datagram.bytes(), fate.name());
		}
	}

	/** A host received a datagram. */
	void onReceived(long nowNanos, Datagram datagram, byte[] bytes, DropReason reason) {
		record(nowNanos, 'R', datagram, reason.ordinal(), bytes);
		if (this.text != null) {
			line(nowNanos, "recv", datagram, bytes, reason.name());
		}
	}

	/** Something that is no datagram but tells the story. */
	void note(long nowNanos, String what) {
		this.digest.update(what.getBytes(StandardCharsets.UTF_8));
		if (this.text != null) {
			write(time(nowNanos) + " note " + what + '\n');
		}
	}

	private void record(long nowNanos, char kind, Datagram datagram, int outcome, byte[] bytes) {
		this.events++;
		this.fixed.clear();
		this.fixed.putLong(nowNanos);
		this.fixed.putInt(kind << 8 | outcome);
		putAddress(datagram.from());
		putAddress(datagram.to());
		this.fixed.putInt(bytes.length);
		this.fixed.flip();
		this.digest.update(this.fixed);
		if (!this.brief) {
			this.digest.update(bytes);
		}
	}

	private void putAddress(InetSocketAddress address) {
		this.fixed.put(address.getAddress().getAddress(), 0, 4);
		this.fixed.putShort((short) address.getPort());
	}

	private void line(long nowNanos, String what, Datagram datagram, byte[] bytes, String outcome) {
		CRC32 crc = new CRC32();
		crc.update(bytes);
		String header = "";
		if (bytes.length >= PacketHeader.MIN_PACKET_LENGTH) {
			header = PacketType.name(PacketHeader.type(bytes, 0)) + " id "
					+ Long.toHexString(PacketHeader.connectionId(bytes, 0));
		}
		write(time(nowNanos) + ' ' + what + " #" + datagram.number() + ' ' + name(datagram.from()) + " > "
				+ name(datagram.to()) + ' ' + bytes.length + " B " + header + " crc " + Long.toHexString(crc.getValue())
				+ ' ' + outcome + '\n');
	}

	private void write(String line) {
		try {
			Writer writer = this.text;
			if (writer != null) {
				writer.write(line);
				writer.flush();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String time(long nowNanos) {
		return String.format("%d.%06d ms", nowNanos / 1_000_000, nowNanos % 1_000_000);
	}

	private static String name(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ':' + address.getPort();
	}

	/** Datagram events so far. */
	long events() {
		return this.events;
	}

	/** The digest of everything so far, in hex. */
	String digest() {
		try {
			return HexFormat.of().formatHex(((MessageDigest) this.digest.clone()).digest());
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("SHA-256 of the JDK can be cloned", ex);
		}
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
