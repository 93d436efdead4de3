/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.LittleEndian;

/**
 * Reads and writes {@link HandshakePayload}: type u16, length u32, value. Any bytes give
 * a payload or a {@link HandshakeFailure}; lengths are checked unsigned before anything
 * is allocated.
 */
// SPEC handshake.md#payload
final class HandshakePayloadCodec {

	private static final int TLV_HEADER_BYTES = 6;

	private static final byte[] NOTHING = new byte[0];

	private HandshakePayloadCodec() {
	}

	/**
	 * Encodes a payload.
	 * @param greaseType the type of an empty TLV that receivers ignore
	 */
	static byte[] encode(HandshakePayload payload, int greaseType) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(512);
		tlv(out, greaseType, NOTHING);
		tlv(out, HandshakePayload.VERSIONS, words(payload.versions(), 4));
		tlv(out, HandshakePayload.SUITES, words(payload.suites(), 2));
		tlv(out, HandshakePayload.TRANSPORT_PARAMETERS, payload.transportParameters());
		if (payload.connectionIds().length > 0) {
			byte[] ids = new byte[Long.BYTES * payload.connectionIds().length];
			for (int i = 0; i < payload.connectionIds().length; i++) {
				LittleEndian.putLong(ids, Long.BYTES * i, payload.connectionIds()[i]);
			}
			tlv(out, HandshakePayload.CONNECTION_IDS, ids);
		}
		if (!payload.certificateChain().isEmpty()) {
			tlv(out, HandshakePayload.CERTIFICATE_CHAIN, chain(payload.certificateChain()));
		}
		if (payload.staticKeySignature().length > 0) {
			tlv(out, HandshakePayload.STATIC_KEY_SIGNATURE, payload.staticKeySignature());
		}
		if (payload.attestation().length > 0) {
			tlv(out, HandshakePayload.ATTESTATION, payload.attestation());
		}
		if (payload.early()) {
			tlv(out, HandshakePayload.EARLY_DATA, NOTHING);
		}
		return out.toByteArray();
	}

	static byte[] words(int[] values, int size) {
		byte[] bytes = new byte[size * values.length];
		for (int i = 0; i < values.length; i++) {
			for (int j = 0; j < size; j++) {
				bytes[size * i + j] = (byte) (values[i] >>> (8 * j));
			}
		}
		return bytes;
	}

	private static byte[] chain(List<byte[]> certificates) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
		for (byte[] certificate : certificates) {
			out.writeBytes(words(new int[] { certificate.length }, 4));
			out.writeBytes(certificate);
		}
		return out.toByteArray();
	}

	private static void tlv(ByteArrayOutputStream out, int type, byte[] value) {
		byte[] header = new byte[TLV_HEADER_BYTES];
		LittleEndian.putShort(header, 0, type);
		LittleEndian.putInt(header, 2, value.length);
		out.writeBytes(header);
		out.writeBytes(value);
	}

	static HandshakePayload decode(byte[] bytes) throws HandshakeFailure {
		byte[][] values = new byte[HandshakePayload.EARLY_DATA + 1][];
		int at = 0;
		while (at < bytes.length) {
			if (bytes.length - at < TLV_HEADER_BYTES) {
				throw malformed("ends within a TLV");
			}
			int type = LittleEndian.getUnsignedShort(bytes, at);
			long length = LittleEndian.getUnsignedInt(bytes, at + 2);
			at += TLV_HEADER_BYTES;
			if (length > bytes.length - at) {
				throw malformed("has a TLV that is longer than itself");
			}
			if (type > 0 && type < values.length) {
				if (values[type] != null) {
					throw malformed("has TLV " + type + " twice");
				}
				values[type] = Arrays.copyOfRange(bytes, at, at + (int) length);
			}
			at += (int) length;
		}
		boolean early = values[HandshakePayload.EARLY_DATA] != null;
		for (int type = 1; type < values.length; type++) {
			values[type] = (values[type] != null) ? values[type] : NOTHING;
		}
		return assemble(values, early);
	}

	private static HandshakePayload assemble(byte[][] values, boolean early) throws HandshakeFailure {
		return new HandshakePayload(
				limited(values[HandshakePayload.TRANSPORT_PARAMETERS], HandshakePayload.MAX_TRANSPORT_PARAMETER_BYTES),
				certificates(values[HandshakePayload.CERTIFICATE_CHAIN]),
				limited(values[HandshakePayload.STATIC_KEY_SIGNATURE], HandshakePayload.MAX_SIGNATURE_BYTES),
				shorts(values[HandshakePayload.SUITES]), ints(values[HandshakePayload.VERSIONS]),
				longs(values[HandshakePayload.CONNECTION_IDS]),
				limited(values[HandshakePayload.ATTESTATION], HandshakePayload.MAX_ATTESTATION_BYTES), early);
	}

	private static List<byte[]> certificates(byte[] bytes) throws HandshakeFailure {
		List<byte[]> chain = new ArrayList<>();
		int total = 0;
		int at = 0;
		while (at < bytes.length) {
			if (bytes.length - at < 4) {
				throw malformed("ends within a certificate");
			}
			long length = LittleEndian.getUnsignedInt(bytes, at);
			at += 4;
			if (length == 0 || length > bytes.length - at) {
				throw malformed("has a certificate of impossible length");
			}
			total += (int) length;
			if (chain.size() == HandshakePayload.MAX_CERTIFICATES || total > HandshakePayload.MAX_CHAIN_BYTES) {
				throw new HandshakeFailure(ErrorCode.CERTIFICATE_UNTRUSTED,
						"the peer's certificate chain is longer than 4 certificates or 8 KiB; give it a shorter one");
			}
			chain.add(Arrays.copyOfRange(bytes, at, at + (int) length));
			at += (int) length;
		}
		return chain;
	}

	private static byte[] limited(byte[] value, int limit) throws HandshakeFailure {
		if (value.length > limit) {
			throw malformed("has a value over its limit of " + limit + " bytes");
		}
		return value;
	}

	static int[] shorts(byte[] bytes) throws HandshakeFailure {
		int[] values = new int[entries(bytes, 2)];
		for (int i = 0; i < values.length; i++) {
			values[i] = LittleEndian.getUnsignedShort(bytes, 2 * i);
		}
		return values;
	}

	static int[] ints(byte[] bytes) throws HandshakeFailure {
		int[] values = new int[entries(bytes, 4)];
		for (int i = 0; i < values.length; i++) {
			values[i] = LittleEndian.getInt(bytes, 4 * i);
		}
		return values;
	}

	private static long[] longs(byte[] bytes) throws HandshakeFailure {
		long[] values = new long[entries(bytes, 8)];
		for (int i = 0; i < values.length; i++) {
			values[i] = LittleEndian.getLong(bytes, 8 * i);
		}
		return values;
	}

	private static int entries(byte[] bytes, int size) throws HandshakeFailure {
		if (bytes.length % size != 0 || bytes.length / size > HandshakePayload.MAX_LIST_ENTRIES + 1) {
			throw malformed("has a list of impossible length");
		}
		return bytes.length / size;
	}

	private static HandshakeFailure malformed(String what) {
		return new HandshakeFailure(ErrorCode.HANDSHAKE_FAILED,
				"the peer's handshake payload " + what + "; it breaks the protocol");
	}

}
